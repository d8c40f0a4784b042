from cenum.cli import main

main()
