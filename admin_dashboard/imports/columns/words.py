"""What columns are called, here and elsewhere, in English and French; every word bare (`names.bare`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...models import User
from .kinds import ATTRIBUTE, Reading
from .names import Name, bare, name_of

OWN = {
    "username": "username nomdutilisateur",
    "first_name": "firstname prenom",
    "last_name": "lastname nom",
    "email": "email",
    "password": "password motdepasse temporarypassword motdepasseprovisoire",
    "language": "language langue",
    "enabled": "enabled isenabled",
    "roles": "roles role",
    "spaces": "spaces space espaces espace",
    "invite": "invite inviter sendaninvitationnow envoyeruneinvitationmaintenant",
}
"""A target's key, and its label in each language."""

SYNONYMS = {
    "username": """login loginname logonname accountname useraccount samaccountname uid
        nomutilisateur identifiant identifiantdeconnexion nomdeconnexion nomducompte nomdecompte compte""",
    "first_name": "givenname forename fname first gn prenoms prenomusuel",
    "last_name": "surname familyname family lname last sn nomdefamille nomusuel patronyme",
    "email": """mail emailaddress mailaddress emails primaryemail primaryemailaddress workemail businessemail
        inviteeemail courriel mel adressemail adresseemail adressemel adressecourriel adressedecourriel
        adressedemessagerie adresseelectronique courrierelectronique emailprofessionnel mailprofessionnel""",
    "password": """passwd pwd initialpassword passwordprofile clearpassword plaintextpassword credentialspasswordvalue
        mdp motdepasseinitial motdepassetemporaire""",
    "language": "lang locale preferredlanguage userlanguage languepreferee langueparle langueutilisateur",
    "enabled": """active isactive accountenabled userenabled accountactive newstatus accountstatus userstatus
        actif compteactif compteactive""",
    "roles": "userrole rolesdacces droitsdacces",
    "invite": """sendinvitation sendinvite sendemail sendinvitationmessage onboarduser sendwelcomeemail
        envoyerinvitation envoyeruneinvitation envoyerlinvitation envoyerunmessagedinvitation invitation""",
}
"""What other systems and people call them."""

DISABLED = """blocksignin signinblocked blockcredential blocked isblocked suspended issuspended disabled isdisabled
    accountdisabled userdisabled deactivated isdeactivated inactive isinactive
    bloquerlaconnexion connexionbloquee bloque suspendu desactive comptedesactive inactif compteinactif"""
"""Yes under these means no under `enabled`."""

MAYBE_ENABLED = "status state statut etat"
"""These say whether somebody is enabled, or where they live, or whether they are married: the cells tell."""

FULL_NAME = "name fullname displayname commonname cn nomcomplet nomaffiche nomdaffichage"
PRINCIPAL_NAME = "userprincipalname upn nomdutilisateurprincipal"
"""A name to sign in with that always has the form of an email address, and may not be one."""

GROUPS = "groups group memberships realmroles sysrole sysrole1 groupes groupe"
GROUP_WORDS = "userroles"

OF_BUILT_IN_ATTRIBUTES = {
    "function": """jobtitle title job position employeetitle occupation
        fonction poste intituleduposte intitule emploi metier profession""",
    "organization": "organisation company companyname institution employer societe entreprise etablissement organisme",
    "location": """city town office officelocation physicaldeliveryofficename worklocation site
        lieu ville localisation localite bureau lieudetravail""",
    "phone": """telephone tel phonenumber telephonenumber workphone officephone businessphone businessphones
        primaryphone phone1 mobile mobilephone mobilephonenumber cellphone
        telephoneprofessionnel telephonefixe telephonemobile telephoneportable numerodetelephone portable""",
    "time_zone": "timezone zoneinfo tz fuseauhoraire fuseau",
}
"""They count while the site has an attribute of that key."""

_SETTABLE = {"username", "first_name", "last_name", "email", "language", "is_enabled"}
_STORED = {column.name for column in User.metadata.tables["users"].columns}
_DERIVED = """userid admin isadmin administrator isadministrator superuser issuperuser isstaff permissions rights
    sessions joined joinedat type external connection connected enrollment enrolled lastlogin lastconnection firstlogin
    created updated"""
INTERNAL = {bare(name) for name in _STORED - _SETTABLE} | set(_DERIVED.split())
"""What the platform keeps itself: a file never says it, whatever it holds under such a name."""


@dataclass(frozen=True)
class Meaning:
    """What a name stands for. The `weight` of a second choice is above 0: anything surer goes before it."""

    target: str
    reading: Reading = Reading.PLAIN
    weight: int = 0


class Words:
    """The names of this site's columns: those of everybody, and its attributes' keys and labels."""

    def __init__(self, attributes: Mapping[str, tuple[str, ...]]) -> None:
        targets = {key: Meaning(f"{ATTRIBUTE}{key}") for key in attributes}
        self._keys = {key.casefold(): meaning for key, meaning in targets.items()}
        # Backwards, so that the first of two with the same name has it.
        backwards = list(reversed(targets))
        labels = {bare(label): targets[key] for key in backwards for label in attributes[key]}
        bare_keys = {bare(key): targets[key] for key in backwards}
        foreign = {
            word: targets[key]
            for key, words in OF_BUILT_IN_ATTRIBUTES.items()
            if key in targets
            for word in words.split()
        }
        self.own = {**labels, **bare_keys, **_OWN}
        self._all = {**foreign, **_FOREIGN, **self.own}

    def meaning(self, header: str, name: Name) -> Meaning | None:
        """What the header stands for; None where no word of it is known."""
        exact = self._keys.get(header.strip().casefold().removeprefix(ATTRIBUTE))
        if exact is not None:
            return exact
        if name.key == "accountenabled":
            # A template's label for it, in whatever language, is Block sign in: the cells answer the label.
            says_enabled = self._all.get(name.label) == _FOREIGN["accountenabled"]
            return Meaning("enabled", Reading.PLAIN if says_enabled else Reading.INVERTED)
        return next((self._all[word] for word in name.names if word in self._all), None)


def is_secret(header: str) -> bool:
    """Whether the cells under this header are passwords, or about them, or secret in another way."""
    name = name_of(header)
    return not (_SECRETS.isdisjoint(name.words) and _PASSWORDS.isdisjoint(name.names))


def _meanings(words: Mapping[str, str]) -> dict[str, Meaning]:
    return {word: Meaning(target) for target, said in words.items() for word in said.split()}


_OWN = _meanings(OWN)
_FOREIGN = {
    **_meanings(SYNONYMS),
    **dict.fromkeys(DISABLED.split(), Meaning("enabled", Reading.INVERTED)),
    **dict.fromkeys(GROUPS.split(), Meaning("roles", Reading.GROUPS)),
    **dict.fromkeys(GROUP_WORDS.split(), Meaning("roles", Reading.GROUP_WORDS)),
    **dict.fromkeys(PRINCIPAL_NAME.split(), Meaning("email", weight=1)),
    **dict.fromkeys(FULL_NAME.split(), Meaning("first_name", Reading.FULL_NAME, weight=3)),
}
_PASSWORDS = frozenset(f"{OWN['password']} {SYNONYMS['password']}".split())
_SECRETS = frozenset(
    """password passwords passwd passe mdp secret secrets credential credentials token tokens hash salt
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
