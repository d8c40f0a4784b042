// Styles into elements, and the plain text beside the HTML, as cenum does.
export default { css: { inline: true }, plaintext: true };
