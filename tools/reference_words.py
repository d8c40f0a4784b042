"""What the generated pages say around what is declared, in English and in French."""

from __future__ import annotations

from typing import NamedTuple

from cenum.errors import Exit


class ExampleWords(NamedTuple):
    """What a page says around an example."""

    found: str
    silent: str
    colon: str
    before: str
    letter: str
    as_it_is: str
    nothing: str


class Words(NamedTuple):
    """The pages' names in ``folder``, their introductions, their words, and what is said of a service."""

    language: str
    folder: str
    settings: str
    about_settings: str
    front_matter: str
    about_front_matter: str
    palette: str
    about_palette: str
    about_fonts: str
    rules: str
    about_rules: str
    commands: str
    about_commands: str
    columns: str
    see: str
    each: str
    required: str
    severities: dict[str, str]
    waived: str
    corrected: str
    remedy: str
    source: str
    example: ExampleWords
    everywhere: str
    option_columns: str
    default: str
    variable: str
    codes: str
    code_columns: str
    exits: dict[Exit, tuple[str, str]]
    variables: str
    variable_columns: str
    environment: dict[str, str]
    service: str
    one_key: str
    keys: str


_WAIVERS = """\
```yaml
waivers:
  - {rule: link-gone, url: "https://www.arcep.fr/*", reason: "Le site revient lundi.", until: 2026-12-04}
```
"""

ENGLISH = Words(
    language="en",
    folder="",
    settings="settings",
    about_settings="""\
# Settings

`cenum.toml`, at the root of the letter's folder. The file in this repository is a commented example.
Unknown keys and wrong values are errors; the message gives the line and the nearest known key. Secrets
are never in this file: they come from the environment.

""",
    front_matter="front-matter",
    about_front_matter="""\
# Front matter

The table between the two `---` lines at the head of an issue, in YAML, one `key: value` per line. No key is
required. The two lines have three hyphens each, and nothing else.

A text is what you type after the colon, to the end of the line, whatever is in it: `Café IA #3 : la suite`, `12:30`,
`[Café IA] un an`. If it begins with `#`, or with a `"` or `'` that it does not end with, put all of it between
quotation marks; between them, YAML's own rules apply. A line that begins with `#` is a comment. A list has a line for
each item, `- item`, or stands in brackets: `[one, two]`. A number is a number (`035` is 35); `draft` is `true` or
`false`, `oui` or `non`.

Keys are in English, in small letters. For `titre`, `brouillon` or `auteurs`, cenum says which key you mean.

""",
    palette="palette",
    about_palette="""\
# Palette and fonts

`templates/palette.toml` and `templates/fonts.toml` hold what an art director changes first: [the look](look.md) shows
how. Every mistake in them is told at its line, all at once. A key of your own is taken if a template uses it, as
`palette.light.mine`. What is derived may be left out: line heights follow from the sizes, the text's width from the
letter's, and templates see them under these names.

Templates also see `title_narrow` and `name_narrow`, with their `_leading`: the sizes for phones, where a line holds
few words.

""",
    about_fonts="""\

## `fonts.toml`

Three stacks of fonts that are on readers' machines. Outlook for Windows shows the first one. A file that says `serif`
and `sans` instead, as those of earlier letters do, is still right.

""",
    rules="rules",
    about_rules=f"""\
# The rules

What `cenum check` and `cenum inspect` can find, by the name used in `--json`, SARIF and GitHub annotations. These
names never change.

An error stops the letter; a warning needs a look. To accept a finding, waive it in the issue, or in `cenum.toml` for
all issues; it is then printed with the reason each time:

{_WAIVERS}
`url` and `until` can be left out; a waiver ends with the issue of the day that `until` names.

Where cenum knows what to write instead, *corrected at a click* says so: the [preview](preview.md) offers it at the
words, as you write. `cenum check --fix` writes better addresses, and nothing else.

Each rule comes with an example that it finds, and one that it does not, where a page can show them. The tests try
all of them, in the letter of Friday 2 January 2026. The answers of hosts are written as `address → answer`; `(× 500)`
says how often a line is repeated; `\\xe9` is the byte of that number.
""",
    commands="commands",
    about_commands="""\
# Commands

The output of `cenum --help`, on one page. `ISSUE` is a date (`2026-11-27`), a path, `next` or `latest`; where it is
optional, the default is `next`, unless the command says otherwise. Commands that depend on the day print the time
that they used as now: on standard error, and as `now` in JSON. Every command accepts `--help`.
""",
    columns="| key | value | default | what it says |",
    see="see",
    each="a list, each",
    required="required",
    severities={"error": "error", "warning": "warning"},
    waived=", can be waived",
    corrected=", corrected at a click",
    remedy="What to do:",
    source="Source: ",
    example=ExampleWords(
        found="Found",
        silent="Not found:",
        colon=":",
        before="In the issue of the week before:",
        letter="In the letter:",
        as_it_is="the file as it is",
        nothing="nothing",
    ),
    everywhere="Options of every command",
    option_columns="| option | what it does |",
    default="default:",
    variable="also",
    codes="Exit codes",
    code_columns="| code | when | and then |",
    exits={
        Exit.DONE: ("Done.", "Nothing to do."),
        Exit.REFUSED: (
            "Something in the letter must be corrected, or a rule of sending refuses.",
            "Do what the message says, and run the command again. Nothing was sent.",
        ),
        Exit.USAGE: (
            "The command, `cenum.toml` or a template is not valid.",
            "Correct the line that the message names.",
        ),
        Exit.SERVICE: (
            "The mailing service, or GitHub, refused or can't be reached.",
            "Try again later; `cenum doctor` checks the key and the account.",
        ),
        Exit.FATE_UNKNOWN: (
            "cenum can't know whether the letter left.",
            "Open the campaign at the service before anything else: see [Friday](friday.md).",
        ),
        Exit.INTERRUPTED: ("Someone pressed Ctrl-C.", "Run `cenum status` to see the state of the campaign."),
    },
    variables="Environment",
    variable_columns="| variable | what it does |",
    environment={
        "CENUM_LANG": "The language of cenum's messages: `fr` or `en`; by default, the letter's.",
        "CENUM_OFFLINE": "`1` checks no links, as `--offline` does.",
        "CENUM_DEBUG": "`1` gives details of an unexpected error, for a bug report. Keys are masked.",
        "CENUM_IMAP_PASSWORD": "The password of the mailbox that `cenum inspect --imap` reads.",
        "CENUM_SMTP": "The mail server of `service.local.smtp`, where it is not on this machine.",
        "GITHUB_ACTIONS": "When GitHub sets it, findings become annotations at their lines.",
        "CENUM_SITE_REPOSITORY": "OWNER/NAME of the repository to which `cenum github deploy` pushes the pages.",
        "CENUM_SITE_KEY": "That repository's deploy key.",
        "CENUM_APPROVERS": "The approvers, separated by spaces, when `cenum approve` is given no name.",
        "VISUAL, EDITOR": "The editor in which the preview opens a line.",
    },
    service="{title} ({variables}); see services/{name}.md.",
    one_key="{title}'s key.",
    keys="{title}'s keys.",
)

FRENCH = Words(
    language="fr",
    folder="fr",
    settings="reglages",
    about_settings="""\
# Les réglages

Le fichier `cenum.toml`, à la racine du dossier de la lettre. Celui de ce dépôt est un exemple commenté.
Une clé inconnue ou une valeur qui ne convient pas est une erreur ; le message donne la ligne et la clé la plus
proche. Les clés secrètes n’y figurent jamais : elles viennent de l’environnement.

""",
    front_matter="en-tete",
    about_front_matter="""\
# L’en-tête d’un numéro

Ce qui se trouve entre les deux lignes `---`, en haut du fichier, en YAML : une `clé: valeur` par ligne. Aucune n’est
obligatoire. Les deux lignes ont trois traits d’union, et rien d’autre.

Un texte est ce que vous tapez après le deux-points, jusqu’au bout de la ligne, quoi qu’il contienne :
`Café IA #3 : la suite`, `12:30`, `[Café IA] un an`. S’il commence par `#`, ou par un `"` ou un `'` qu’il n’a pas à
la fin, mettez-le tout entier entre guillemets droits ; entre eux, ce sont les règles de YAML. Une ligne qui commence
par `#` est un commentaire. Une liste a une ligne par élément, `- élément`, ou tient entre crochets : `[un, deux]`.
Un nombre est un nombre (`035`, c’est 35) ; `draft` vaut `true` ou `false`, `oui` ou `non`.

Les clés sont en anglais, en minuscules. Pour `titre`, `brouillon` ou `auteurs`, cenum dit quelle clé il faut.

""",
    palette="palette",
    about_palette="""\
# La palette et les polices

`templates/palette.toml` et `templates/fonts.toml` contiennent ce que l’on change en premier :
[la maquette](maquette.md) montre comment. Chaque erreur est signalée à sa ligne, toutes en une fois. Une clé à vous
est admise si un gabarit s’en sert, comme `palette.light.mienne`. Ce qui se déduit peut être omis : les interlignes se
déduisent des corps, la largeur du texte de celle de la lettre, et les gabarits les voient sous ces noms.

Les gabarits voient aussi `title_narrow` et `name_narrow`, avec leur `_leading` : les corps pour téléphone, où une
ligne compte peu de mots.

""",
    about_fonts="""\

## `fonts.toml`

Trois listes de polices présentes sur les machines des lecteurs. Outlook pour Windows montre la première. Un fichier
qui dit plutôt `serif` et `sans`, comme ceux des lettres plus anciennes, reste valable.

""",
    rules="regles",
    about_rules=f"""\
# Les règles

Tout ce que `cenum check` et `cenum inspect` peuvent relever, sous le nom que lui donnent `--json`, SARIF et les
annotations de GitHub. Ces noms ne changent pas.

Une erreur arrête la lettre, un avertissement demande un coup d’œil. Pour accepter un constat, ajoutez une dérogation
dans le numéro, ou dans `cenum.toml` pour tous les numéros ; la raison est affichée chaque fois :

{_WAIVERS}
`url` et `until` sont facultatifs ; une dérogation prend fin avec le numéro du jour que nomme `until`.

Quand cenum sait quoi écrire à la place, *se corrige d’un clic* le dit : l’[aperçu](apercu.md) le propose à l’endroit
des mots, pendant que vous écrivez. `cenum check --fix` n’écrit que de meilleures adresses, rien d’autre.

Chaque règle a deux exemples, si une page peut les montrer : l’un qu’elle relève, l’autre qu’elle ne relève pas.
Les tests les vérifient tous, dans la lettre du vendredi 2 janvier 2026. Ce que répondent les sites s’écrit
`adresse → réponse` ; `(× 500)` dit combien de fois une ligne se répète ; `\\xe9` est l’octet de ce nombre.
""",
    commands="commandes",
    about_commands="""\
# Les commandes

Le texte de `cenum --help`, sur une page. `NUMÉRO` est une date (`2026-11-27`), un chemin, `next` (le prochain) ou
`latest` (le dernier) ; quand il est facultatif et absent, c’est `next`, sauf si la commande dit
autre chose. Celles qui dépendent du jour affichent le moment qu’elles ont pris pour maintenant : sur la
sortie d’erreur, et comme `now` en JSON. Toutes acceptent `--help`.
""",
    columns="| clé | valeur | par défaut | ce qu’elle dit |",
    see="voir",
    each="une liste, chaque élément étant",
    required="obligatoire",
    severities={"error": "erreur", "warning": "avertissement"},
    waived=", dérogation possible",
    corrected=", se corrige d’un clic",
    remedy="Que faire :",
    source="Source : ",
    example=ExampleWords(
        found="Relevé",
        silent="Pas relevé :",
        colon=" :",
        before="Dans le numéro de la semaine précédente :",
        letter="Dans la lettre :",
        as_it_is="le fichier tel qu’il est",
        nothing="rien",
    ),
    everywhere="Ce que toutes les commandes acceptent",
    option_columns="| option | ce qu’elle fait |",
    default="par défaut :",
    variable="ou",
    codes="Les codes de sortie",
    code_columns="| code | quand | et ensuite |",
    exits={
        Exit.DONE: ("Ce qui était demandé est fait.", "Rien."),
        Exit.REFUSED: (
            "Quelque chose est à corriger dans la lettre, ou une règle d’envoi s’y oppose.",
            "Faire ce que dit le message, puis relancer la commande. Rien n’est parti.",
        ),
        Exit.USAGE: (
            "La commande, `cenum.toml` ou un gabarit n’est pas valide.",
            "Corriger à la ligne indiquée.",
        ),
        Exit.SERVICE: (
            "Le service d’envoi, ou GitHub, a refusé ou ne répond pas.",
            "Réessayer plus tard ; `cenum doctor` dit si la clé et le compte sont en ordre.",
        ),
        Exit.FATE_UNKNOWN: (
            "On ne peut pas savoir si la lettre est partie.",
            "Ouvrir d’abord la campagne chez le service : voir [le vendredi](vendredi.md).",
        ),
        Exit.INTERRUPTED: ("Quelqu’un a appuyé sur Ctrl-C.", "`cenum status` dit où en est la campagne."),
    },
    variables="L’environnement",
    variable_columns="| variable | ce qu’elle fait |",
    environment={
        "CENUM_LANG": "La langue des messages de cenum : `fr` ou `en` ; par défaut, celle de la lettre.",
        "CENUM_OFFLINE": "`1` : aucun lien n’est vérifié, comme avec `--offline`.",
        "CENUM_DEBUG": "`1` en dit plus sur une erreur imprévue, pour la signaler. Les clés sont masquées.",
        "CENUM_IMAP_PASSWORD": "Le mot de passe de la boîte que lit `cenum inspect --imap`.",
        "CENUM_SMTP": "Le serveur de messagerie de `service.local.smtp`, s’il n’est pas sur cette machine.",
        "GITHUB_ACTIONS": "Quand GitHub la définit, les constats deviennent des annotations sur les lignes.",
        "CENUM_SITE_REPOSITORY": "OWNER/NAME du dépôt vers lequel `cenum github deploy` pousse les pages.",
        "CENUM_SITE_KEY": "La clé de déploiement de ce dépôt.",
        "CENUM_APPROVERS": "Qui approuve, les noms séparés par des espaces, si `cenum approve` n’en reçoit pas.",
        "VISUAL, EDITOR": "L’éditeur dans lequel l’aperçu ouvre une ligne.",
    },
    service="{title} ({variables})\u202f; voir [sa page](../services/{name}.md), en anglais.",
    one_key="La clé de {title}.",
    keys="Les clés de {title}.",
)
