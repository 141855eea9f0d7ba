//! Le français.
use super::{Notice, Texts};
use chrono::Datelike;

pub(super) const TEXTS: Texts = Texts {
    language: "Français",
    weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    connected: "Connecté",
    reconnecting: "Reconnexion…",
    offline: "Hors ligne",
    enter_code: "Entrez votre code d’accès",
    code_hint: "Le code figure sur votre ticket. Ni O, ni 0, ni I, ni 1.",
    no_such_symbol: "Un code ne contient ni O, ni 0, ni I, ni 1.\nRegardez bien votre ticket.",
    clear: "Effacer",
    erase: "← Corriger",
    open_session: "Ouvrir ma session",
    checking: "Vérification…",
    invalid_code: "Ce code n’est pas reconnu.\nComparez-le avec votre ticket, puis corrigez-le.",
    expired_code: "Ce code n’est plus valable.\nDemandez-en un autre à l’accueil.",
    wrong_station: "Ce code est prévu pour un autre poste.\nRegardez le nom du poste sur votre ticket.",
    station_unavailable: "Ce poste n’est pas disponible.\nAdressez-vous à l’accueil.",
    too_many_attempts: "Trop d’essais.\nAttendez {}, puis retapez votre code.",
    no_answer: "Le serveur n’a pas répondu.\nEssayez encore une fois.",
    cannot_check: "Poste hors ligne.\nVotre code ne peut pas être vérifié pour le moment.",
    locked_by_desk: "L’accueil a verrouillé ce poste.\nVotre temps court : retapez votre code.",
    enrolling: Notice { title: "Enregistrement du poste…", text: "Le poste se présente au serveur." },
    unreachable: Notice {
        title: "Serveur injoignable",
        text: "Le poste essaie de nouveau par lui-même.\nVérifiez le câble réseau.",
    },
    refused: Notice {
        title: "Poste refusé",
        text: "Le serveur n’accepte pas ce poste.\nUn opérateur peut l’enregistrer depuis la console.",
    },
    conflict: Notice {
        title: "Identité en double",
        text: "Une autre machine se présente comme ce poste.\nAucune n’est admise : un opérateur doit vérifier.",
    },
    unknown_server: Notice {
        title: "Serveur inconnu",
        text: "Ce n’est pas le serveur de ce poste.\nPrévenez l’administrateur du site.",
    },
    pending: Notice {
        title: "Poste en attente",
        text: "Un opérateur doit approuver ce poste dans la console,\noù la même empreinte s’affiche.",
    },
    connecting: Notice {
        title: "Connexion au serveur…", text: "Le poste sera prêt dès que le serveur aura répondu."
    },
    suspended: Notice {
        title: "Session suspendue",
        text: "Votre temps est gardé : il vous reste {}.\nL’accueil peut reprendre la session.",
    },
    time_is_up: Notice {
        title: "Temps écoulé",
        text: "Votre session est terminée.\nPour continuer, adressez-vous à l’accueil.",
    },
    session_ended: Notice { title: "Session terminée", text: "Merci de votre visite." },
    time_left: "temps restant",
    save_files: "enregistrez vos fichiers !",
    counting_offline: "hors ligne, le temps court",
    time_added: "{} de plus",
    time_removed: "{} de moins",
    time_warning: "encore {}",
    desk_message: "Message de l’accueil",
    acknowledge: "J’ai lu",
    seconds: ["seconde", "secondes"],
    minutes: ["minute", "minutes"],
    date: |texts, at| {
        let day = match at.day() {
            1 => "1er".to_owned(),
            day => day.to_string(),
        };
        format!("{} {day} {}", texts.weekday(at), texts.month(at))
    },
};
