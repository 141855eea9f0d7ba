/** Generated from server/openapi.json by `npm run schema`; not to be edited. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A day's sessions. */
        ActiviteJour: {
            /**
             * Format: int64
             * @description How long sessions held stations, in seconds.
             * @example 86400
             */
            busy_s: number;
            /**
             * @description The day.
             * @example 2026-11-20
             */
            day: string;
            /**
             * Format: int64
             * @description From this instant on.
             */
            from_at: number;
            /**
             * Format: int64
             * @description How many sessions started.
             * @example 31
             */
            started: number;
            /**
             * Format: int64
             * @description Before this instant.
             */
            to_at: number;
        };
        /** @description Sessions by day, and how they went. */
        ActiviteRapport: {
            /** @description Each of the days. */
            days: components["schemas"]["ActiviteJour"][];
            /** @description Which days. */
            period: components["schemas"]["PeriodeComparee"];
            /** @description Each of the days before. */
            previous_days: components["schemas"]["ActiviteJour"][];
            /** @description The same of the days before. */
            previous_waiting: components["schemas"]["Attente"];
            /** @description Why sessions ended, the most frequent first. */
            reasons: components["schemas"]["MotifFin"][];
            /** @description How long people waited. */
            waiting: components["schemas"]["Attente"];
        };
        /** @description A place where stations stand and people work. */
        Agency: {
            /**
             * @description The town.
             * @example Saint-Denis
             */
            city: string;
            /**
             * @description A short code, unique.
             * @example RE-STD
             */
            code: string;
            /**
             * @description The country, ISO 3166-1: phone numbers, money and days follow it.
             * @example RE
             */
            country: string;
            /**
             * Format: int64
             * @description When it was opened here, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Its name.
             * @example Espace numérique de Saint-Denis
             */
            name: string;
            /** @description The province, for those whose role is held for one. */
            province?: string | null;
            /**
             * @description Its time zone, an IANA name.
             * @example Indian/Reunion
             */
            timezone: string;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
        };
        /** @description The fields of an agency to change; those left out stay. */
        AgencyPatch: {
            /** @default null */
            city: string | null;
            /** @default null */
            code: string | null;
            /** @default null */
            country: string | null;
            /** @default null */
            name: string | null;
            /** @default null */
            province: string | null;
            /** @default null */
            timezone: string | null;
        };
        /** @description A visitor's call for somebody from the desk. */
        Appel: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: uuid
             * @description Who answered.
             */
            answered_by?: string | null;
            /**
             * @description That account's login.
             * @example accueil
             */
            answered_by_name?: string | null;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            called_at: number;
            /**
             * Format: int64
             * @description When it was answered or withdrawn.
             */
            ended_at?: number | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            offer?: components["schemas"]["Offer"] | null;
            /** @description How it stands: `ouvert`, `repondu` or `retire`. */
            state: components["schemas"]["CallState"];
            /**
             * Format: uuid
             * @description Where from.
             */
            station_id: string;
            /**
             * @description That station's name.
             * @example Poste 07
             */
            station_name: string;
        };
        /**
         * @description An application of the visitor's desktop.
         * @enum {string}
         */
        Application: "browser" | "office" | "documents" | "files";
        /** @description Which station a machine becomes. */
        Approval: {
            /**
             * Format: uuid
             * @description The agency of a new station; the caller's own when absent.
             * @default null
             */
            agency_id: string | null;
            /**
             * Format: uuid
             * @description An existing station; a new one with the machine's name when absent.
             * @default null
             */
            station_id: string | null;
            /**
             * @description The room of a new station.
             * @default null
             */
            zone: string | null;
        };
        /** @description A part of an agency's journal, verified and signed. */
        ArchiveCaisse: {
            /**
             * @description The agency's code.
             * @example RE-STD
             */
            agency_code: string;
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When it was made.
             */
            exported_at: number;
            /**
             * Format: int64
             * @description The place of its first row.
             * @example 1
             */
            first_seq?: number | null;
            /**
             * Format: int64
             * @description From this instant on, milliseconds of UTC.
             */
            from: number;
            /** @description The chain's head: its hash, hexadecimal. */
            head_hash: string;
            /**
             * Format: int64
             * @description The chain's head when it was made: its place.
             * @example 431
             */
            head_seq: number;
            /** @description The hash of its last row, hexadecimal: whoever keeps it can tell whether anything changed. */
            last_hash: string;
            /**
             * Format: int64
             * @description The place of its last row.
             * @example 431
             */
            last_seq?: number | null;
            /** @description The installation's public key, Ed25519, hexadecimal; `guichet station server-key` prints it too. */
            public_key: string;
            /** @description The rows: SHA-256 over each, as docs/cash.md says, is its `hash`. */
            rows: Record<string, never>[];
            /**
             * @description Its signature over `guichet cash archive 1`, the agency's id, `first_seq`, `last_seq`, `last_hash`, `head_seq` and
             *     `head_hash`, each on a line of its own.
             */
            signature: string;
            /**
             * Format: int64
             * @description Before this instant.
             */
            to: number;
        };
        /** @description How long people waited, and what did not come about. */
        Attente: {
            /**
             * Format: int64
             * @description From the code to the start on average, in seconds; nothing when none started.
             * @example 95
             */
            average_s?: number | null;
            /**
             * Format: int64
             * @description The longest of them.
             * @example 640
             */
            longest_s?: number | null;
            /**
             * Format: int64
             * @description What stations refused, wrong codes above all; nothing for who may not read the log.
             * @example 5
             */
            refused?: number | null;
            /**
             * Format: int64
             * @description How many sessions started, those of passes left out: who holds one does not wait.
             * @example 28
             */
            started: number;
            /**
             * Format: int64
             * @description Codes that were withdrawn or ran out before anybody used them.
             * @example 3
             */
            unused: number;
        };
        /** @description A login that is open somewhere. */
        AuthSession: {
            /**
             * Format: int64
             * @description When it was opened, milliseconds of UTC.
             */
            created_at: number;
            /** @description Whether it is the one that asks. */
            current: boolean;
            /**
             * Format: int64
             * @description When it ends unless it is used.
             */
            expires_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description The address it was opened from. */
            ip?: string | null;
            /**
             * Format: int64
             * @description When it was last used to refresh a token.
             */
            rotated_at: number;
            /** @description The program it was opened with, as it names itself. */
            user_agent?: string | null;
        };
        /** @description A ban. */
        Bannissement: {
            /**
             * @description Why, at most 200 characters.
             * @example A menacé un autre visiteur
             */
            reason: string;
            /**
             * Format: int64
             * @description Until when, milliseconds of UTC.
             * @example 1798000000000
             */
            until: number;
        };
        /** @description An image that stations can start from. */
        BootImage: {
            /**
             * Format: int64
             * @description When it was built, milliseconds of UTC; `null` when it cannot be read.
             */
            built_at?: number | null;
            /** @description The channels that give it. */
            channels: components["schemas"]["UpdateChannel"][];
            fault?: components["schemas"]["Fault"] | null;
            /**
             * Format: int32
             * @description Grows with each release.
             * @example 7
             */
            generation?: number | null;
            /** @description Whether there is a form of it that machines with Secure Boot and the site's keys start. */
            is_signed_for_firmware: boolean;
            /**
             * @description What kind of station it is for.
             * @example kiosk
             */
            profile: string;
            /** @description The SHA-256 of its files, as the machine checks it. */
            sha256?: string | null;
            /**
             * Format: int64
             * @description What a station fetches of it, in bytes.
             * @example 524288000
             */
            size?: number | null;
            /**
             * Format: int64
             * @description How many stations started it last.
             * @example 12
             */
            stations: number;
            /**
             * @description Which build it is.
             * @example 2026.11.21
             */
            version: string;
            /** @description The rooms that are given it, whatever their channel gives. */
            zones: components["schemas"]["BootZone"][];
        };
        /** @description The images that there are. */
        BootImages: {
            /** @description By profile and version. */
            results: components["schemas"]["BootImage"][];
        };
        /** @description A start of a machine over the network. */
        BootStart: {
            /**
             * Format: int64
             * @description When it was given its image, milliseconds of UTC.
             */
            asked_at: number;
            /**
             * Format: int64
             * @description When its client reached the server: from then on it is a good start.
             */
            client_at?: number | null;
            /** @description What failed, as the machine says it. */
            fault?: string | null;
            /**
             * Format: int64
             * @description When that was.
             */
            fault_at?: number | null;
            /**
             * @description `bios` or `uefi`.
             * @example uefi
             */
            firmware: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Whether another version was meant, which did not come up before. */
            is_fallback: boolean;
            /**
             * Format: int64
             * @description When its kernel ran.
             */
            kernel_at?: number | null;
            /**
             * @description The address of its network card.
             * @example 52:54:00:12:34:56
             */
            mac: string;
            /**
             * @description The image's profile.
             * @example kiosk
             */
            profile: string;
            /**
             * Format: int64
             * @description When its files were there.
             */
            root_at?: number | null;
            /**
             * Format: uuid
             * @description The station; `null` for a machine that is none yet.
             */
            station_id?: string | null;
            /**
             * @description The station's name.
             * @example PC-07
             */
            station_name?: string | null;
            /**
             * @description The image's version.
             * @example 2026.11.21
             */
            version: string;
            /** @description The station's room. */
            zone?: string | null;
        };
        /** @description A room that is given an image. */
        BootZone: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Its name.
             * @example Salle A
             */
            name: string;
        };
        /** @description Something to ask of several stations. */
        Broadcast: {
            /** @description What to do. */
            command: components["schemas"]["Command"];
            /** @description The stations, at most 500; without them every station on line that the caller may command. */
            station_ids?: string[] | null;
        };
        /** @description What is on its way. */
        BroadcastSent: {
            /** @description One for each station. */
            results: components["schemas"]["CommandSent"][];
        };
        /** @description How the caller's cash desk stands. */
        CaisseEtat: {
            /**
             * @description The agency's own currency, then those of its tariffs.
             * @example [
             *       "EUR"
             *     ]
             */
            currencies: string[];
            /** @description The open tills of the caller's agency. */
            open: components["schemas"]["Tiroir"][];
            /**
             * @description The registers that were used before.
             * @example [
             *       "Caisse 1"
             *     ]
             */
            registers: string[];
            report?: components["schemas"]["RapportCaisse"] | null;
            till?: components["schemas"]["Tiroir"] | null;
        };
        /**
         * @description How a call stands.
         * @enum {string}
         */
        CallState: "ouvert" | "repondu" | "retire";
        /** @description A key, as it is stored: nobody can read the key itself again. */
        CleApi: {
            /**
             * Format: int64
             * @description When it was made, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Until when it is good.
             */
            expires_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was last used, to the minute.
             */
            last_used_at?: number | null;
            /**
             * @description What it is for.
             * @example Tableau de bord du siège
             */
            name: string;
            /**
             * @description The login of its owner.
             * @example gerant
             */
            owner: string;
            /**
             * @description How it begins.
             * @example gk_5e8ff9bf
             */
            prefix: string;
            /**
             * Format: int64
             * @description How many calls an hour.
             * @example 1000
             */
            rate_per_hour: number;
            /**
             * Format: int64
             * @description When it was revoked.
             */
            revoked_at?: number | null;
            /**
             * @description The permissions it may use.
             * @example [
             *       "sessions:lire"
             *     ]
             */
            scopes: string[];
            /**
             * Format: uuid
             * @description Whose rights it has, at most.
             */
            user_id: string;
        };
        /** @description A key that was made. */
        CleApiCreee: components["schemas"]["CleApi"] & {
            /**
             * @description The key itself, shown this once.
             * @example gk_5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b
             */
            key: string;
        };
        /** @description A key to make. */
        CleApiNouvelle: {
            /**
             * Format: int64
             * @description For how many days it is good, from 1 to 3660.
             * @example 365
             */
            days: number;
            /**
             * @description What it is for, at most 80 characters.
             * @example Tableau de bord du siège
             */
            name: string;
            /**
             * @description The caller's password: a key outlives the login it was made with.
             * @example correct horse battery staple
             */
            password: string;
            /**
             * Format: int64
             * @description How many calls an hour, from 1 to 1,000,000; 1000 when absent.
             * @example 1000
             */
            rate_per_hour?: number;
            /**
             * @description The permissions it may use; its owner must hold them. Those that change accounts are for people alone.
             * @example [
             *       "sessions:lire"
             *     ]
             */
            scopes: string[];
        };
        /** @description The closing of a day's, a month's or a year's books. */
        Cloture: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When it was closed, milliseconds of UTC.
             */
            at: number;
            /** @description What was sold. */
            details: components["schemas"]["Totaux"];
            /**
             * @description Its hash in the chain, hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What it closes: `jour`, `mois` or `annee`.
             * @example jour
             */
            kind: string;
            /**
             * @description The day, month or year: `2026-11-20`, `2026-11`, `2026`.
             * @example 2026-11-20
             */
            period: string;
            /**
             * Format: int64
             * @description Its place in the agency's chain.
             * @example 42
             */
            seq: number;
        };
        /** @description New recovery codes. */
        CodesDeSecours: {
            /**
             * @description Ten codes, each good once; shown this once.
             * @example [
             *       "k7mw-2rtx-pq9d"
             *     ]
             */
            recovery_codes: string[];
        };
        /** @description What a console can ask of a station. */
        Command: {
            /** @enum {string} */
            kind: "lock";
        } | {
            /** @enum {string} */
            kind: "message";
            /** @description At most 500 characters. */
            text: string;
        } | {
            /** @enum {string} */
            kind: "restart";
        } | {
            /** @enum {string} */
            kind: "shutdown";
        } | {
            /** @enum {string} */
            kind: "update";
        } | {
            /** @enum {string} */
            kind: "wake";
        };
        /** @description Something a station was asked, and what became of it. */
        CommandAsked: {
            /**
             * Format: int64
             * @description When it was asked, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: int64
             * @description When the station answered, or nobody had fetched it in time.
             */
            done_at?: number | null;
            /** @description Why it was not carried out. */
            error?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What was asked: `lock`, `message`, `restart`, `shutdown`, `update` or `wake`; of Libki's client also `suspend`, `drop`,
             *     `unlock` and `wakeup` (to wake another station).
             * @example message
             */
            kind: string;
            /**
             * Format: int64
             * @description When the visitor acknowledged a message.
             */
            read_at?: number | null;
            /**
             * @description `queued` (sent), `done` (a message is on the screen), `failed` or `expired`.
             * @example done
             */
            state: string;
            /**
             * Format: uuid
             * @description The station.
             */
            station_id: string;
            /**
             * @description The message's text.
             * @example Fermeture dans dix minutes
             */
            text?: string | null;
            /**
             * @description What it was once the station answered.
             * @example 0.1.1
             */
            version_after?: string | null;
            /**
             * @description What the client's version was when an update was asked.
             * @example 0.1.0
             */
            version_before?: string | null;
        };
        /** @description A command on its way. */
        CommandSent: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What it asks.
             * @example lock
             */
            kind: string;
            /**
             * @description `queued` until the station answers, `done` for a wake packet that was sent.
             * @example queued
             */
            state: string;
            /**
             * Format: uuid
             * @description The station.
             */
            station_id: string;
        };
        /** @description What was counted in one currency of one method. */
        Comptage: {
            /**
             * Format: int64
             * @description The amount, in minor units.
             * @example 7150
             */
            amount_minor: number;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /** @description The method. */
            method: components["schemas"]["MoyenPaiement"];
        };
        /** @description Somebody's account. */
        Compte: {
            /**
             * Format: uuid
             * @description The agency it works in.
             */
            agency_id?: string | null;
            /**
             * Format: int64
             * @description When it was made.
             */
            created_at: number;
            /**
             * @description E-mail address.
             * @example accueil@espace.example
             */
            email?: string | null;
            /** @description First name. */
            first_name: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Whether it may sign in.
             * @example true
             */
            is_active: boolean;
            /**
             * @description The language of its e-mails: `fr` or `en`.
             * @example fr
             */
            language: string;
            /**
             * Format: int64
             * @description When it last signed in, milliseconds of UTC.
             */
            last_login_at?: number | null;
            /** @description Last name. */
            last_name: string;
            /**
             * Format: int64
             * @description Until when it is locked after wrong passwords, from the address where it is locked longest.
             */
            locked_until?: number | null;
            /** @description Whether a new password must be chosen first. */
            must_change_password: boolean;
            /** @description Phone number. */
            phone?: string | null;
            /** @description Its roles, each with the rows it is held for. */
            roles: components["schemas"]["CompteRole"][];
            /**
             * Format: uuid
             * @description The department it belongs to.
             */
            service_id?: string | null;
            /**
             * @description `invited` until a first password is chosen, then `active` or `disabled`.
             * @example active
             */
            state: string;
            /** @description Whether it signs in with a second factor. */
            two_factor: boolean;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * @description The login.
             * @example accueil
             */
            username: string;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
        };
        /** @description An account's fields, all of them to set. */
        CompteChamps: {
            /**
             * Format: uuid
             * @description The agency it works in.
             */
            agency_id?: string | null;
            /**
             * @description E-mail address, unique.
             * @example accueil@espace.example
             */
            email?: string | null;
            /**
             * @description First name.
             * @example Vanille
             */
            first_name?: string;
            /** @description The language of its e-mails; French when absent. */
            language?: components["schemas"]["Language"];
            /**
             * @description Last name.
             * @example Bourbon
             */
            last_name?: string;
            /** @description Phone number. */
            phone?: string | null;
            /** @description Its roles. */
            roles?: components["schemas"]["CompteRole"][];
            /**
             * Format: uuid
             * @description The department it belongs to.
             */
            service_id?: string | null;
            /**
             * @description The login: letters without accents, digits and `._-@+`, at most 60; unique.
             * @example accueil
             */
            username: string;
        };
        /** @description An account that was made, or whose password was reset. */
        CompteCree: components["schemas"]["Compte"] & {
            /**
             * @description The temporary password, shown this once; `null` for somebody who was invited or whose password was given.
             * @example kfma-rtzx-pqhw-dvej
             */
            temporary_password?: string | null;
        };
        /** @description An account to make. */
        CompteNouveau: {
            /**
             * Format: uuid
             * @description The agency it works in.
             */
            agency_id?: string | null;
            /**
             * @description E-mail address, unique; needed for an invitation.
             * @example accueil@espace.example
             */
            email?: string | null;
            /**
             * @description First name.
             * @example Vanille
             */
            first_name?: string;
            /** @description Whether an e-mail invites its holder to choose a password. Otherwise it has a temporary one. */
            invite?: boolean;
            /** @description The language of its e-mails; French when absent. */
            language?: components["schemas"]["Language"];
            /**
             * @description Last name.
             * @example Bourbon
             */
            last_name?: string;
            /**
             * @description The temporary password; one is made when absent. It must be changed at the first login.
             * @example cheval agrafe pile
             */
            password?: string | null;
            /** @description Phone number. */
            phone?: string | null;
            /** @description Its roles. */
            roles?: components["schemas"]["CompteRole"][];
            /**
             * Format: uuid
             * @description The department it belongs to.
             */
            service_id?: string | null;
            /**
             * @description The login: letters without accents, digits and `._-@+`, at most 60; unique.
             * @example accueil
             */
            username: string;
        };
        /** @description A role, and the rows it is held for. */
        CompteRole: {
            /**
             * Format: uuid
             * @description The agency; the account's own when absent.
             */
            agency_id?: string | null;
            /**
             * @description The role's code.
             * @example operateur_espace
             */
            code: string;
            /** @description The province, when the role is held for one. */
            province?: string | null;
            /**
             * @description `own`, `agency`, `province` or `all`.
             * @example agency
             */
            scope: string;
        };
        /** @description A version of the terms of use. */
        Conditions: {
            /**
             * Format: uuid
             * @description The agency they hold in; the whole site when absent.
             */
            agency_id?: string | null;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: uuid
             * @description Who wrote them.
             */
            operateur: string;
            /**
             * Format: int64
             * @description Its place among all versions, from 1.
             * @example 3
             */
            seq: number;
            /** @description The texts by language; none when nothing is to be accepted any more. */
            texts: components["schemas"]["Texts"];
            /**
             * @description What sessions name them by: the day they were written, and a number.
             * @example 2026-11-20.3
             */
            version: string;
        };
        /** @description The terms of use that hold now. */
        ConditionsEnVigueur: {
            /**
             * Format: uuid
             * @description The agency that was asked about; the whole site when absent.
             */
            agency_id?: string | null;
            current?: components["schemas"]["Conditions"] | null;
        };
        /** @description Terms of use to write. */
        ConditionsNouvelles: {
            /**
             * Format: uuid
             * @description The agency they hold in; the whole site when absent, for those who may write for all.
             * @default null
             */
            agency_id: string | null;
            /**
             * @description The texts by language; French is required. No text at all: nothing is to be accepted any more.
             * @default {}
             */
            texts: components["schemas"]["Texts"];
        };
        /** @description What somebody signs in with. */
        Credentials: {
            /**
             * @description The user name or the e-mail address; `username` and `email` are accepted as names of this field.
             * @example accueil
             */
            login: string;
            /**
             * @description The code of the second factor, or a recovery code, for an account that has one.
             * @example 492039
             */
            otp?: string | null;
            /**
             * @description The password.
             * @example correct horse battery staple
             */
            password: string;
        };
        /** @description What a visitor still has of a pack. */
        Credit: {
            /**
             * Format: uuid
             * @description The agency it can be used in.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When the sale was taken back.
             */
            cancelled_at?: number | null;
            /**
             * Format: int64
             * @description When it was bought.
             */
            created_at: number;
            /**
             * Format: int64
             * @description Until when it can be used, milliseconds of UTC.
             */
            expires_at: number;
            /**
             * Format: int64
             * @description How many sessions or minutes were bought.
             * @example 10
             */
            granted: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description `seances` or `minutes`.
             * @example seances
             */
            kind: string;
            /**
             * Format: int64
             * @description The minutes of each session, in a pack of sessions.
             * @example 60
             */
            minutes: number;
            /**
             * Format: uuid
             * @description The sale it was bought with.
             */
            sale_id: string;
            /**
             * Format: uuid
             * @description The pack.
             */
            tariff_id: string;
            /**
             * @description The pack's name.
             * @example Dix séances d’une heure
             */
            tariff_name: string;
            /**
             * Format: int64
             * @description How many of them were used.
             * @example 3
             */
            used: number;
            /**
             * Format: uuid
             * @description The visitor.
             */
            visitor_id: string;
        };
        /** @description A day and how many. */
        DayCount: {
            /**
             * Format: int64
             * @description How many.
             */
            count: number;
            /**
             * @description The day, in the site's time zone.
             * @example 2026-11-20
             */
            day: string;
        };
        /** @description A day's sessions. */
        DayOfSessions: {
            /**
             * Format: int64
             * @description How many were issued.
             */
            count: number;
            /**
             * @description The day.
             * @example 2026-11-20
             */
            day: string;
            /**
             * Format: int64
             * @description How many ended.
             */
            ended: number;
            /**
             * Format: int64
             * @description How many started.
             */
            started: number;
            /**
             * Format: int64
             * @description For how long they were used, in seconds.
             */
            total_s: number;
        };
        /** @description The visitor's desktop. */
        Desktop: {
            /**
             * @description What the menu offers.
             * @default [
             *       "browser",
             *       "office",
             *       "documents",
             *       "files"
             *     ]
             */
            applications: components["schemas"]["Application"][];
            /**
             * @description Where the browser starts.
             * @default null
             */
            home_page: string | null;
            /**
             * @description The print server whose printers the visitor can use, a host and perhaps a port; no printing without.
             * @default null
             */
            print_server: string | null;
            /**
             * @description What USB sticks can do.
             * @default off
             */
            usb: components["schemas"]["UsbPolicy"];
        };
        /** @description How one's second factor stands. */
        DoubleAuthentification: {
            /**
             * @description Whether signing in takes a code.
             * @example true
             */
            enabled: boolean;
            /**
             * Format: int64
             * @description Recovery codes that were not used.
             * @example 10
             */
            recovery_codes_left: number;
            /** @description Whether a role asks for it. */
            required: boolean;
            /**
             * Format: int64
             * @description Since when, milliseconds of UTC.
             */
            since?: number | null;
        };
        /** @description A second factor that was confirmed, and a new login. */
        DoubleAuthentificationActive: components["schemas"]["Tokens"] & {
            /**
             * @description Ten codes for when the device is lost, each good once; shown this once.
             * @example [
             *       "k7mw-2rtx-pq9d"
             *     ]
             */
            recovery_codes: string[];
        };
        /** @description What an authenticator application is told. */
        DoubleAuthentificationSecret: {
            /**
             * @description The secret, to type.
             * @example JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP
             */
            secret: string;
            /**
             * @description The same with the names, to draw as a QR code.
             * @example otpauth://totp/Guichet:accueil?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Guichet
             */
            uri: string;
        };
        /** @description How long a station was what. */
        DureePresence: {
            /**
             * Format: int64
             * @description How long, in seconds.
             * @example 18000
             */
            duration_s: number;
            /**
             * @description What it was.
             * @example occupe
             */
            state: string;
        };
        /**
         * @description The body of `POST /api/postes/enrol/`: a station asks to be known.
         *
         *     The station makes its own key and keeps it; the server stores the public half. Asking again with
         *     the same key tells how the request stands.
         */
        EnrolRequest: {
            /** @description The client's version, at most 40 characters. */
            client_version?: string | null;
            /** @description The address of its network card, `aa:bb:cc:dd:ee:ff`. */
            mac?: string | null;
            /** @description How the station calls itself, such as its host name; at most 60 characters. */
            name: string;
            /** @description The public half of the station's Ed25519 key, 64 hexadecimal digits. */
            public_key: string;
            /**
             * @description A one-time token from `guichet station enrol` or the console; without one the station waits
             *     until an operator approves it.
             */
            token?: string | null;
        };
        /** @description The answer to an enrolment request. */
        Enrolment: {
            /**
             * @description The first eight hexadecimal digits of the SHA-256 of the station's public key: shown on the
             *     station and in the console, so that an operator approves the machine in front of them and no
             *     other.
             */
            fingerprint: string;
            /** @description The station's name, once enrolled. */
            name?: string | null;
            /**
             * @description The public half of the server's Ed25519 key, 64 hexadecimal digits: a station keeps the first
             *     it is told, and takes no other server from then on.
             */
            server_key: string;
            /**
             * Format: uuid
             * @description The station's id, once enrolled.
             */
            station_id?: string | null;
            /** @description How the request stands. */
            status: components["schemas"]["EnrolmentStatus"];
        };
        /**
         * @description How an enrolment request stands.
         * @enum {string}
         */
        EnrolmentStatus: "enrolled" | "pending";
        /** @description A token for one machine. */
        EnrolmentToken: {
            /**
             * Format: int64
             * @description When it ends, milliseconds of UTC.
             */
            expires_at: number;
            /** @description Given to the station's client once; not shown again. */
            token: string;
        };
        /** @description The database. */
        EtatBase: {
            /**
             * @description Which one: `sqlite` or `postgres`.
             * @example sqlite
             */
            kind: string;
            /**
             * Format: int64
             * @description How long it took to answer, in milliseconds.
             * @example 1
             */
            latency_ms: number;
            /**
             * Format: int64
             * @description Migrations that this version has and the database has not.
             * @example 0
             */
            pending_migrations: number;
            /**
             * Format: int64
             * @description How large it is, in bytes.
             * @example 12582912
             */
            size_bytes: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
        };
        /** @description Letters. */
        EtatCourrier: {
            /** @description Whether there is a mail server; without one nothing is sent. */
            enabled: boolean;
            /**
             * Format: int64
             * @description Letters that were given up in the last 24 hours.
             * @example 0
             */
            failed: number;
            /**
             * Format: int64
             * @description Since when the oldest of them waits, milliseconds of UTC.
             */
            oldest_at?: number | null;
            /**
             * Format: int64
             * @description Letters that wait.
             * @example 0
             */
            queued: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
        };
        /** @description Writing: one change after the other on SQLite, whose commits carry several at once. */
        EtatEcritures: {
            /**
             * Format: int64
             * @description Changes kept since the start; 0 on PostgreSQL, which groups them itself.
             * @example 5321
             */
            changes: number;
            /**
             * Format: int64
             * @description Commits that carried them.
             * @example 4877
             */
            commits: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
            /**
             * Format: int64
             * @description How long a change waited for its turn, in milliseconds.
             * @example 0
             */
            wait_ms: number;
            /**
             * @description Changes that wait for their turn now.
             * @example 0
             */
            waiting: number;
        };
        /** @description The clock. */
        EtatHorloge: {
            /**
             * Format: int64
             * @description How far the machine's clock went from it since the start, in milliseconds: somebody set it.
             * @example 0
             */
            drift_ms: number;
            /**
             * Format: int64
             * @description The server's time, milliseconds of UTC.
             * @example 1795150800000
             */
            now: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
            /**
             * @description The site's time zone.
             * @example Indian/Reunion
             */
            timezone: string;
        };
        /** @description The audit log's end. Its whole chain is walked by `guichet verify-audit`. */
        EtatJournal: {
            /**
             * @description How many of the last lines were checked just now, hash by hash.
             * @example 200
             */
            checked: number;
            /** @description Whether they are as they were written, and the last of them is the chain's head. */
            is_sound: boolean;
            /**
             * Format: int64
             * @description How many lines were ever written.
             * @example 5210
             */
            last_seq: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
        };
        /** @description Open websockets. */
        EtatLiaisons: {
            /**
             * @description How many there can be.
             * @example 10000
             */
            most: number;
            /**
             * @description How many are open.
             * @example 27
             */
            open: number;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
        };
        /**
         * @description Whether a part is well; the worse is the greater.
         * @enum {string}
         */
        EtatPartie: "ok" | "warning" | "critical";
        /** @description Room: on the disk of the data folder, or in the machine's memory. */
        EtatPlace: {
            /**
             * Format: int64
             * @description What is left, in bytes.
             * @example 53687091200
             */
            free_bytes: number;
            /**
             * Format: int64
             * @description What the server itself uses of the memory; nothing of the disk.
             * @example 62914560
             */
            own_bytes?: number | null;
            /** @description How it is. */
            status: components["schemas"]["EtatPartie"];
            /**
             * Format: int64
             * @description What there is, in bytes.
             * @example 107374182400
             */
            total_bytes: number;
        };
        /** @description How the server is. */
        EtatSysteme: {
            /** @description The audit log. */
            audit: components["schemas"]["EtatJournal"];
            /** @description The clock. */
            clock: components["schemas"]["EtatHorloge"];
            /** @description The database. */
            database: components["schemas"]["EtatBase"];
            /** @description The disk of the data folder. */
            disk: components["schemas"]["EtatPlace"];
            /** @description The planned jobs. */
            jobs: components["schemas"]["EtatTaches"];
            /** @description Letters. */
            mail: components["schemas"]["EtatCourrier"];
            /** @description The machine's memory. */
            memory: components["schemas"]["EtatPlace"];
            /** @description Open websockets. */
            sockets: components["schemas"]["EtatLiaisons"];
            /**
             * Format: int64
             * @description When this process started, milliseconds of UTC.
             */
            started_at: number;
            /** @description The worst of its parts. */
            status: components["schemas"]["EtatPartie"];
            /**
             * Format: int64
             * @description For how long it has run, in seconds.
             * @example 86400
             */
            uptime_s: number;
            /**
             * @description The program's version.
             * @example 0.1.0
             */
            version: string;
            /** @description Writing. */
            writes: components["schemas"]["EtatEcritures"];
        };
        /** @description The planned jobs. */
        EtatTaches: {
            /**
             * @description How many failed when they last ran.
             * @example 0
             */
            failed: number;
            /** @description Each of them. */
            jobs: components["schemas"]["Job"][];
            /**
             * @description How many should have run more than ten minutes ago.
             * @example 0
             */
            late: number;
            /** @description How they are: to be looked at when the last run of one failed, or when one is late. */
            status: components["schemas"]["EtatPartie"];
        };
        /**
         * @description Why an image cannot be given.
         * @enum {string}
         */
        Fault: "unreadable" | "incomplete" | "unsigned";
        /** @description Something wrong with a journal. */
        FauteCaisse: {
            /**
             * Format: int64
             * @description The place of the first row it concerns.
             * @example 17
             */
            seq: number;
            /**
             * @description What is wrong: `altered`, `unlinked`, `missing`, `number` or `head`; `cut`, when the log knows of rows after it.
             * @example altered
             */
            what: string;
        };
        /** @description Something wrong with the log. */
        FauteJournal: {
            /** @description The archive it is about. */
            file?: string | null;
            /**
             * Format: int64
             * @description The place of the first line it concerns.
             * @example 17
             */
            seq: number;
            /**
             * @description What is wrong: `altered`, `unlinked`, `missing`, `not_as_archived`, `archive_altered`, `archive_unproven` or `head`.
             * @example altered
             */
            what: string;
        };
        /** @description What is wrong with one field. */
        FieldProblem: {
            /**
             * @description A word for programs.
             * @example phone_format
             */
            code: string;
            /**
             * @description The field's path in the body.
             * @example phone
             */
            field: string;
            /**
             * @description A sentence for people.
             * @example Ce numéro n’est pas valable dans ce pays.
             */
            message: string;
        };
        /** @description How the server is. */
        Health: {
            /**
             * @description The database in use: `sqlite` or `postgres`.
             * @example sqlite
             */
            database: string;
            /**
             * @description `ok` when requests can be answered.
             * @example ok
             */
            status: string;
            /**
             * Format: int64
             * @description The server's time, milliseconds of UTC.
             * @example 1790000000000
             */
            time: number;
            /**
             * @description The server's version.
             * @example 0.1.0
             */
            version: string;
        };
        /** @description A change of state of some row. */
        HistoriqueEtat: {
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            at: number;
            /**
             * Format: uuid
             * @description Which one.
             */
            by_id?: string | null;
            /**
             * @description Who changed it: `user`, `station` or `system`.
             * @example user
             */
            by_kind: string;
            /**
             * @description The name of the person or station.
             * @example accueil
             */
            by_name?: string | null;
            /** @description Why. */
            comment?: string | null;
            /**
             * @description The state before; nothing for a new row.
             * @example en_attente
             */
            from_state?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description The state after.
             * @example active
             */
            to_state: string;
        };
        HistoriqueEtatList: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                at: number;
                /**
                 * Format: uuid
                 * @description Which one.
                 */
                by_id?: string | null;
                /**
                 * @description Who changed it: `user`, `station` or `system`.
                 * @example user
                 */
                by_kind: string;
                /**
                 * @description The name of the person or station.
                 * @example accueil
                 */
                by_name?: string | null;
                /** @description Why. */
                comment?: string | null;
                /**
                 * @description The state before; nothing for a new row.
                 * @example en_attente
                 */
                from_state?: string | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description The state after.
                 * @example active
                 */
                to_state: string;
            }[];
        } & Record<string, never>;
        /** @description Opening hours by weekday, on the clocks of the agency's time zone. A day without any is closed. */
        Horaires: {
            /**
             * @description On Fridays.
             * @default []
             */
            friday: components["schemas"]["Span"][];
            /**
             * @description On Mondays.
             * @default []
             */
            monday: components["schemas"]["Span"][];
            /**
             * @description On Saturdays.
             * @default []
             */
            saturday: components["schemas"]["Span"][];
            /**
             * @description On Sundays.
             * @default []
             */
            sunday: components["schemas"]["Span"][];
            /**
             * @description On Thursdays.
             * @default []
             */
            thursday: components["schemas"]["Span"][];
            /**
             * @description On Tuesdays.
             * @default []
             */
            tuesday: components["schemas"]["Span"][];
            /**
             * @description On Wednesdays.
             * @default []
             */
            wednesday: components["schemas"]["Span"][];
        };
        /** @description Who wants an account. */
        Inscription: {
            /**
             * @description The e-mail address, which is the login too.
             * @example vanille@espace.example
             */
            email: string;
            /**
             * @description First name.
             * @example Vanille
             */
            first_name: string;
            /** @description The language of its e-mails; French when absent. */
            language?: components["schemas"]["Language"];
            /**
             * @description Last name.
             * @example Bourbon
             */
            last_name: string;
        };
        /** @description What comes next. */
        InscriptionRecue: {
            /**
             * @description The address that was written to.
             * @example vanille@espace.example
             */
            email: string;
        };
        /** @description How a job stands. */
        Job: {
            /**
             * @description Its name in the beat schedule.
             * @example cleanup-old-logs
             */
            beat: string;
            /** @description What it does, in the caller's language. */
            description: string;
            /** @description Whether it is planned. */
            enabled: boolean;
            /**
             * Format: int64
             * @description How long it took, in milliseconds.
             */
            last_duration_ms?: number | null;
            /** @description Why it failed, in the caller's language. */
            last_error?: string | null;
            /**
             * @description How that ended: `ok` or `error`.
             * @example ok
             */
            last_result?: string | null;
            /**
             * Format: int64
             * @description When it last ran, milliseconds of UTC.
             */
            last_run_at?: number | null;
            /**
             * @description Its name.
             * @example cleanup_old_logs
             */
            name: string;
            /**
             * Format: int64
             * @description When it will run next, milliseconds of UTC.
             */
            next_run_at?: number | null;
            /**
             * Format: int64
             * @description How often it has run.
             */
            runs: number;
            /**
             * @description When it runs: a cron expression in the site's time zone, with a first field for seconds when it has six.
             * @example 0 3 * * *
             */
            schedule: string;
            /**
             * @description What people call it, in the caller's language.
             * @example Nettoyage du journal
             */
            title: string;
        };
        /** @description One run of a job. */
        JobRun: {
            /**
             * Format: int64
             * @description How often it was tried.
             * @example 1
             */
            attempts: number;
            /**
             * Format: int64
             * @description When it was over.
             */
            ended_at?: number | null;
            /** @description Why the last attempt failed, in the caller's language. */
            error?: string | null;
            /**
             * Format: uuid
             * @description Its id; the server's log has the cause of a failure under it.
             */
            id: string;
            /**
             * Format: int64
             * @description The occurrence it stands for, milliseconds of UTC.
             */
            queued_at: number;
            /** @description What it came to. */
            result: Record<string, never>;
            /**
             * Format: int64
             * @description When the last attempt started.
             */
            started_at?: number | null;
            /**
             * @description `queued`, `running`, `done` or `failed`.
             * @example done
             */
            state: string;
        };
        /**
         * @description A day of the week.
         * @enum {string}
         */
        Jour: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        /** @description What the clean-up of the log would remove now. */
        JournalSupprimable: {
            /**
             * Format: int64
             * @description Lines that are past their retention and archived: they would go.
             * @example 1280
             */
            lines: number;
            /**
             * Format: int64
             * @description Of these, lines about money.
             * @example 0
             */
            money: number;
            /**
             * Format: int64
             * @description How long lines about money are kept, in days.
             * @example 3653
             */
            money_days: number;
            /**
             * Format: int64
             * @description The oldest of them, milliseconds of UTC.
             * @example 1763596800000
             */
            oldest_at?: number | null;
            /**
             * Format: int64
             * @description How long all other lines are kept, in days.
             * @example 1827
             */
            other_days: number;
            /**
             * Format: int64
             * @description Rows of the history of states that would go.
             * @example 310
             */
            state_changes: number;
            /**
             * Format: int64
             * @description Of these, lines about sessions and stations.
             * @example 1200
             */
            traffic: number;
            /**
             * Format: int64
             * @description How long lines about sessions and stations are kept, in days.
             * @example 366
             */
            traffic_days: number;
            /**
             * Format: int64
             * @description Lines past their retention that stay, because no archive holds them yet.
             * @example 0
             */
            waiting: number;
        };
        /** @description Days, and the instants they begin and end at: the `…_from` and `…_to` of the lists that hold the rows. */
        Jours: {
            /**
             * @description The first day.
             * @example 2026-11-14
             */
            from: string;
            /**
             * Format: int64
             * @description From this instant on, milliseconds of UTC.
             * @example 1794600000000
             */
            from_at: number;
            /**
             * @description The last day, included.
             * @example 2026-11-20
             */
            to: string;
            /**
             * Format: int64
             * @description Before this instant. Of the days before: as far into them as it is now into the days asked for.
             * @example 1795204800000
             */
            to_at: number;
        };
        /**
         * @description A keyboard's layout.
         * @enum {string}
         */
        Keyboard: "fr" | "fr-bepo" | "be" | "ch-fr" | "ch-de" | "ca" | "cd" | "gb" | "us" | "us-intl" | "de" | "es" | "it" | "pt" | "br";
        /**
         * @description What a tariff grants.
         * @enum {string}
         */
        Kind: "duree" | "seances" | "minutes";
        /**
         * @description A language of the screens.
         * @enum {string}
         */
        Language: "fr" | "en";
        /** @description An answer. */
        LibkiAnswer: components["schemas"]["LibkiRegistered"] | components["schemas"]["LibkiLoggedIn"] | components["schemas"]["LibkiRefused"] | components["schemas"]["LibkiUserData"] | components["schemas"]["LibkiLoggedOut"] | components["schemas"]["LibkiDone"];
        /** @description Something to ask of a station that runs Libki's client. */
        LibkiCommand: {
            /** @description What to do. */
            kind: components["schemas"]["LibkiKind"];
        };
        /** @description To whatever is only told. */
        LibkiDone: Record<string, never>;
        /**
         * @description What only Libki's client can be asked.
         * @enum {string}
         */
        LibkiKind: "suspend" | "drop" | "unlock";
        /** @description To `login`. */
        LibkiLoggedIn: {
            /**
             * Format: int32
             * @example 1
             */
            authenticated: number;
            /**
             * @description Minutes left, rounded up.
             * @example 45
             */
            units: string;
        };
        /** @description To `logout`. */
        LibkiLoggedOut: {
            /**
             * Format: int32
             * @example 1
             */
            logged_out: number;
        };
        /** @description What the client is to do now. */
        LibkiOrders: {
            /**
             * Format: int32
             * @description Open the desktop: the desk started a session.
             * @default null
             */
            autologin: number | null;
            /**
             * Format: int32
             * @default null
             */
            drop: number | null;
            /**
             * @description Minutes left.
             * @default null
             */
            minutes: string | null;
            /**
             * Format: int32
             * @default null
             */
            restart: number | null;
            /**
             * Format: int32
             * @default null
             */
            shutdown: number | null;
            /**
             * Format: int32
             * @default null
             */
            suspend: number | null;
            /**
             * Format: int32
             * @description From 2.4.0 on: open the screen that the visitor locked. Before: what `autologin` is now.
             * @default null
             */
            unlock: number | null;
            /**
             * @description The name to ask and to log out with then.
             * @default null
             */
            username: string | null;
            /**
             * Format: int32
             * @description Wake other machines.
             * @default null
             */
            wakeup: number | null;
            /** @default null */
            wol_host: string | null;
            /** @default [] */
            wol_mac_addresses: string[];
            /** @default null */
            wol_port: string | null;
        };
        /** @description To `login`, when the desktop stays closed. */
        LibkiRefused: {
            /**
             * @description Why, in Libki's words.
             * @example BAD_LOGIN
             */
            error: string;
        };
        /**
         * @description To `register_node`: whether the node is a station, how it stands, what its screen shows, and what it is to do now,
         *     each thing once.
         */
        LibkiRegistered: components["schemas"]["LibkiSettings"] & components["schemas"]["LibkiOrders"] & {
            /**
             * Format: int32
             * @description 1, or 0 while nobody has approved the node.
             * @example 1
             */
            registered: number;
            /** @description Not empty when the station is reserved. */
            reserved_for: string;
            /**
             * @description `online` or `suspended`.
             * @example online
             */
            status: string;
        };
        /** @description What the client keeps in its own settings. Each is a text; what we have nothing for is empty. */
        LibkiSettings: {
            BannerBottomHeight: string;
            BannerBottomURL: string;
            BannerBottomWidth: string;
            BannerTopHeight: string;
            BannerTopURL: string;
            BannerTopWidth: string;
            /**
             * @description Whoever comes first is served first.
             * @example FCFS
             */
            ClientBehavior: string;
            ClientStyleSheet: string;
            ClientTimeNotificationFrequency: string;
            ClientTimeWarningThreshold: string;
            /**
             * @description One field: our code goes where Libki has the user's name.
             * @example 1
             */
            EnableClientPasswordlessMode: string;
            EnableClientSessionLocking: string;
            EnableGuestSelfRegistration: string;
            InternetConnectivityURLs: string;
            Logo: string;
            LogoHeight: string;
            LogoURL: string;
            LogoWidth: string;
            ReservationShowUsername: string;
            ShowTimeRemainingInSplash: string;
            ShowTimeRemainingInTray: string;
            /** @description What the visitor is asked before the code is sent, when the place has terms of use. */
            TermsOfService: string;
            /** @description The terms themselves. */
            TermsOfServiceDetails: string;
            inactivityLogout: string;
            inactivityWarning: string;
        };
        /** @description To `get_user_data`. */
        LibkiUserData: {
            /** @description What the desk says, each text once. */
            messages: string[];
            /**
             * @description `Logged in`, `Logged out` or `Kicked`.
             * @example Logged in
             */
            status: string;
            /**
             * @description Minutes left, rounded up.
             * @example 44
             */
            units: string;
        };
        /** @description The token of a link. */
        Lien: {
            /**
             * @description What stands behind the `#` of the link.
             * @example 5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b
             */
            token: string;
        };
        /** @description A line to sell: a tariff, or something of its own such as a print. */
        LigneNouvelle: {
            /**
             * @description What is sold, when it is no tariff, at most 60 characters.
             * @example Impression, page
             */
            label?: string | null;
            /**
             * Format: int64
             * @description How many, from 1 to 1000; one when absent.
             * @example 5
             */
            quantity?: number;
            /**
             * Format: uuid
             * @description A pack's tariff; the price in force is the server's.
             */
            tariff_id?: string | null;
            /**
             * Format: int64
             * @description What one costs, when it is no tariff.
             * @example 20
             */
            unit_minor?: number | null;
        };
        /** @description A line of a sale. */
        LigneVente: {
            /**
             * @description What is sold.
             * @example Une heure
             */
            label: string;
            /**
             * Format: int64
             * @description How many.
             * @example 1
             */
            quantity: number;
            /** @description The name of the rule that made the price. */
            rule?: string | null;
            /**
             * Format: uuid
             * @description Its tariff.
             */
            tariff_id?: string | null;
            /**
             * Format: int64
             * @description What one costs, in minor units.
             * @example 200
             */
            unit_minor: number;
        };
        /** @description A line of the log. */
        Log: {
            /**
             * @description What happened.
             * @example ajout_temps
             */
            action: string;
            /**
             * @description The same in words, in the caller's language.
             * @example Ajout de temps
             */
            action_label: string;
            /**
             * Format: uuid
             * @description Which one.
             */
            actor_id?: string | null;
            /**
             * @description Who acted: `user`, `station` or `system`.
             * @example user
             */
            actor_kind: string;
            /**
             * @description The account's or the station's name, as it is today.
             * @example Accueil Saint-Denis
             */
            actor_name?: string | null;
            /** @description The state after; never a person's values. */
            after?: unknown;
            /**
             * Format: uuid
             * @description The agency it happened in.
             */
            agency_id?: string | null;
            /**
             * Format: int64
             * @description When it happened, milliseconds of UTC.
             * @example 1790000000000
             */
            at: number;
            /** @description The state before; never a person's values. */
            before?: unknown;
            /**
             * @description The module: `kiosk` for the 17 actions of the digital space.
             * @example kiosk
             */
            category: string;
            /**
             * Format: uuid
             * @description Which one.
             */
            entity_id?: string | null;
            /**
             * @description What kind of row it happened to.
             * @example session
             */
            entity_kind: string;
            /** @description SHA-256 of this row and of `prev_hash`, hexadecimal. */
            hash: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description The address the request came from.
             * @example 192.168.1.20
             */
            ip?: string | null;
            /** @description Details. */
            metadata: Record<string, never>;
            /** @description SHA-256 of the row before, hexadecimal. */
            prev_hash: string;
            /**
             * Format: int64
             * @description Its place in the chain, from 1.
             * @example 1042
             */
            seq: number;
            /**
             * Format: uuid
             * @description The session of a visitor it belongs to.
             */
            session_id?: string | null;
        };
        /** @description What to search the log for; all that is given must hold. */
        LogFilter: {
            /**
             * @description The action.
             * @default null
             * @example ajout_temps
             */
            action: string | null;
            /**
             * Format: uuid
             * @description Who acted.
             * @default null
             */
            actor_id: string | null;
            /**
             * @description The module.
             * @default null
             */
            category: string | null;
            /**
             * @description From this day on, in the site's time zone.
             * @default null
             * @example 2026-11-01
             */
            date_from: string | null;
            /**
             * @description Up to this day, included.
             * @default null
             * @example 2026-11-30
             */
            date_to: string | null;
            /**
             * Format: uuid
             * @description Which row.
             * @default null
             */
            entity_id: string | null;
            /**
             * @description What kind of row.
             * @default null
             */
            entity_kind: string | null;
            /**
             * @description The address.
             * @default null
             */
            ip: string | null;
            /**
             * Format: int32
             * @description The page, from 1.
             * @default null
             */
            page: number | null;
            /**
             * Format: int32
             * @description Rows a page, at most 200.
             * @default null
             */
            page_size: number | null;
            /**
             * Format: uuid
             * @description The session.
             * @default null
             */
            session_id: string | null;
            /**
             * @description A word of the action or of the details.
             * @default null
             */
            text: string | null;
        };
        LogList: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description What happened.
                 * @example ajout_temps
                 */
                action: string;
                /**
                 * @description The same in words, in the caller's language.
                 * @example Ajout de temps
                 */
                action_label: string;
                /**
                 * Format: uuid
                 * @description Which one.
                 */
                actor_id?: string | null;
                /**
                 * @description Who acted: `user`, `station` or `system`.
                 * @example user
                 */
                actor_kind: string;
                /**
                 * @description The account's or the station's name, as it is today.
                 * @example Accueil Saint-Denis
                 */
                actor_name?: string | null;
                /** @description The state after; never a person's values. */
                after?: unknown;
                /**
                 * Format: uuid
                 * @description The agency it happened in.
                 */
                agency_id?: string | null;
                /**
                 * Format: int64
                 * @description When it happened, milliseconds of UTC.
                 * @example 1790000000000
                 */
                at: number;
                /** @description The state before; never a person's values. */
                before?: unknown;
                /**
                 * @description The module: `kiosk` for the 17 actions of the digital space.
                 * @example kiosk
                 */
                category: string;
                /**
                 * Format: uuid
                 * @description Which one.
                 */
                entity_id?: string | null;
                /**
                 * @description What kind of row it happened to.
                 * @example session
                 */
                entity_kind: string;
                /** @description SHA-256 of this row and of `prev_hash`, hexadecimal. */
                hash: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description The address the request came from.
                 * @example 192.168.1.20
                 */
                ip?: string | null;
                /** @description Details. */
                metadata: Record<string, never>;
                /** @description SHA-256 of the row before, hexadecimal. */
                prev_hash: string;
                /**
                 * Format: int64
                 * @description Its place in the chain, from 1.
                 * @example 1042
                 */
                seq: number;
                /**
                 * Format: uuid
                 * @description The session of a visitor it belongs to.
                 */
                session_id?: string | null;
            }[];
        } & Record<string, never>;
        /** @description Counts of the log. */
        LogStats: {
            /**
             * @description How many of each of the 17 actions of the digital space, those that never happened included.
             * @example {
             *       "ajout_temps": 12,
             *       "erreur": 0
             *     }
             */
            by_action: {
                [key: string]: number;
            };
            /** @description How many a day, over the last 30 days. */
            by_day: components["schemas"]["DayCount"][];
            /**
             * Format: int64
             * @description How many lines there are.
             * @example 5210
             */
            total: number;
        };
        /** @description A logo, ready to be drawn on the lock screen. */
        Logo: {
            /**
             * @description Where it is on the server: a PNG of at most [`LOGO_WIDTH`] by [`LOGO_HEIGHT`] pixels with eight bits a channel.
             * @example /api/site/logo/poste/?v=9f86d081884c7d65
             */
            path: string;
            /**
             * @description What its bytes are known by, 64 hexadecimal digits.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            sha256: string;
        };
        /** @description What a station draws that is the site's own. What is left out is as the program has it built in. */
        Look: {
            /**
             * @description The colour of what matters, `#rrggbb`.
             * @default null
             * @example #7fd1ae
             */
            accent: string | null;
            /** @default null */
            logo: components["schemas"]["Logo"] | null;
        };
        /** @description Guest passes that were just made, with their codes. */
        LotCree: components["schemas"]["LotDePasses"] & {
            /** @description The passes: their codes are given once, here, and stored as hashes. */
            passes: components["schemas"]["Passe"][];
            sale?: components["schemas"]["Vente"] | null;
        };
        /** @description Guest passes made together. */
        LotDePasses: {
            /**
             * Format: uuid
             * @description The agency the passes hold in.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            created_at: number;
            /**
             * @description In this currency.
             * @example EUR
             */
            currency?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What it is called.
             * @example Forum de l’emploi
             */
            label: string;
            /**
             * Format: int64
             * @description How long each lasts, in minutes.
             * @example 60
             */
            minutes: number;
            /**
             * Format: uuid
             * @description Who made it.
             */
            operateur: string;
            /**
             * @description That account's login.
             * @example accueil
             */
            operateur_name: string;
            /**
             * Format: int64
             * @description What was paid for it, reversals taken off, in minor units.
             * @example 10000
             */
            paid_minor: number;
            /**
             * Format: int64
             * @description When what was left of it was revoked.
             */
            revoked_at?: number | null;
            /**
             * Format: int64
             * @description How many passes.
             * @example 50
             */
            size: number;
            /**
             * Format: uuid
             * @description The tariff, when there is one.
             */
            tariff_id?: string | null;
            /**
             * @description Its name.
             * @example Une heure
             */
            tariff_name?: string | null;
            /**
             * Format: int64
             * @description How many passes wait for their code to be used.
             * @example 38
             */
            unused: number;
            /**
             * Format: int64
             * @description How many were used.
             * @example 12
             */
            used: number;
            /**
             * Format: int64
             * @description Until when the codes can be used, milliseconds of UTC.
             */
            valid_until: number;
        };
        /** @description Guest passes to make. */
        LotNouveau: {
            /**
             * Format: uuid
             * @description The agency; the caller's own when absent.
             */
            agency_id?: string | null;
            /**
             * Format: int64
             * @description How many passes, from 1 to 200.
             * @example 50
             */
            count: number;
            /**
             * @description What it is called, at most 60 characters.
             * @example Forum de l’emploi
             */
            label: string;
            /**
             * Format: int64
             * @description How long each lasts, from 1 to 720 minutes, for nothing.
             * @example 60
             */
            minutes?: number | null;
            payment?: components["schemas"]["Paiement"] | null;
            /**
             * Format: uuid
             * @description A tariff instead: it says how long, and what each costs now.
             * @example null
             */
            tariff_id?: string | null;
            /**
             * Format: int64
             * @description For how many days the codes hold, from 1 to 366; a month when absent.
             * @example 30
             */
            valid_days?: number;
        };
        /** @description An amount of money. */
        Montant: {
            /**
             * Format: int64
             * @description In the currency's smallest unit.
             * @example 200
             */
            amount_minor: number;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
        };
        /** @description A password to set, with the link that allows it. */
        MotDePasseChoisi: {
            /**
             * @description The password: at least 10 characters, not digits alone, not a common one, not like the login.
             * @example correct horse battery staple
             */
            new_password: string;
            /**
             * @description What stands behind the `#` of the link.
             * @example 5e8ff9bf55ba3508199d22e984129be6f1d0b0e6c1d5e2f3a4b5c6d7e8f90a1b
             */
            token: string;
        };
        /** @description Whose password was forgotten. */
        MotDePasseOublie: {
            /**
             * @description The account's e-mail address.
             * @example accueil@espace.example
             */
            email: string;
        };
        /** @description How a password is replaced. */
        MotDePasseRemplace: {
            /**
             * @description Whether an e-mail invites the holder to choose one. Otherwise the answer has a temporary one.
             * @default false
             */
            invite: boolean;
        };
        /** @description Why sessions ended. */
        MotifFin: {
            /**
             * Format: int64
             * @description How many ended so.
             * @example 18
             */
            count: number;
            /**
             * Format: int64
             * @description How many in the days before.
             * @example 20
             */
            previous: number;
            /**
             * @description The reason, as sessions name it.
             * @example temps_ecoule
             */
            reason: string;
        };
        /**
         * @description How a sale is paid. Providers are not called: the operator types in what they told.
         * @enum {string}
         */
        MoyenPaiement: "especes" | "mpesa" | "airtel" | "orange" | "carte" | "banque";
        /** @description An agency to open, or all of its fields to set. */
        NewAgency: {
            /**
             * @description The town.
             * @example Saint-Denis
             */
            city: string;
            /**
             * @description A short code, unique, at most 20 characters.
             * @example RE-STD
             */
            code: string;
            /**
             * @description The country, two letters of ISO 3166-1.
             * @example RE
             */
            country: string;
            /**
             * @description Its name, at most 120 characters.
             * @example Espace numérique de Saint-Denis
             */
            name: string;
            /** @description The province. */
            province?: string | null;
            /**
             * @description The time zone, an IANA name.
             * @example Indian/Reunion
             */
            timezone: string;
        };
        /** @description A visitor to register, or all fields of one to set. */
        NewUtilisateur: {
            /**
             * Format: uuid
             * @description The agency; the caller's unless told.
             */
            agency_id?: string | null;
            /**
             * Format: date
             * @description The day of birth, not in the future nor more than 120 years ago.
             * @example 1990-05-17
             */
            birth_date?: string | null;
            /**
             * @description Must be `true` for a new visitor. On a change, `true` renews a consent that was taken back,
             *     and left out it stays; it is taken back at `revoke_consent/`.
             */
            consent?: boolean | null;
            /**
             * @description The address of e-mail.
             * @example ana@example.org
             */
            email?: string | null;
            /**
             * @description The first name, at most 100 characters.
             * @example Ana
             */
            first_name: string;
            /**
             * @description The family name, at most 100 characters.
             * @example Exemple
             */
            last_name: string;
            /** @description Notes, at most 2000 characters. */
            notes?: string | null;
            /**
             * Format: uuid
             * @description Ignored: the operator is always the caller (ACC-038).
             */
            operateur?: string | null;
            /**
             * @description The phone number, as the agency's country writes it or in E.164.
             * @example 0692 12 34 56
             */
            phone?: string | null;
        };
        /** @description A room to make, or all of its fields to set; what is left out has its default. */
        NewZone: {
            /**
             * Format: uuid
             * @description The agency; the caller's own when absent. It cannot be changed later.
             * @default null
             */
            agency_id: string | null;
            /**
             * @description Whether the desk may start sessions outside the opening hours.
             * @default true
             * @example true
             */
            desk_outside_hours: boolean;
            /**
             * @description The visitor's desktop.
             * @default {
             *       "applications": [
             *         "browser",
             *         "office",
             *         "documents",
             *         "files"
             *       ],
             *       "usb": "off"
             *     }
             */
            desktop: components["schemas"]["Desktop"];
            /**
             * Format: int32
             * @description How long the screen stays open after the end, to save files, in seconds; at most 120.
             * @default 0
             * @example 30
             */
            grace_s: number;
            /** @default null */
            hours: components["schemas"]["Horaires"] | null;
            /**
             * @description What kind of image stations start that have no disk: letters, digits, `.`, `_` and `-`.
             * @default kiosk
             * @example kiosk
             */
            image_profile: string;
            /**
             * @description Whether the time not used is kept then.
             * @default false
             * @example true
             */
            keeps_time: boolean;
            /**
             * @description The languages a visitor can choose, the first one first: `fr`, `en`, `rcf`, `ln`, `sw`.
             * @default [
             *       "fr",
             *       "en"
             *     ]
             * @example [
             *       "fr",
             *       "en"
             *     ]
             */
            languages: string[];
            /**
             * @description Whether a visitor can call the desk.
             * @default true
             * @example true
             */
            may_call: boolean;
            /**
             * @description Whether a visitor may end the session from the station.
             * @default true
             * @example true
             */
            may_leave: boolean;
            /**
             * @description Its name, at most 60 characters.
             * @default
             * @example Salle A
             */
            name: string;
            /**
             * @description Whether stations without a disk start again at night to get a new image.
             * @default true
             * @example true
             */
            renews_at_night: boolean;
            /**
             * @description Where the stations' own software comes from.
             * @default stable
             */
            update_channel: components["schemas"]["UpdateChannel"];
        };
        /** @description How long stations were held by sessions, and how long they were open. */
        Occupation: {
            /**
             * Format: int64
             * @description How long sessions held stations, pauses included, in seconds.
             * @example 5400
             */
            busy_s: number;
            /**
             * Format: int64
             * @description How long stations were open, added up, in seconds.
             * @example 14400
             */
            open_s: number;
        };
        /** @description A day of a room's hour. */
        OccupationJour: components["schemas"]["Occupation"] & {
            /**
             * @description The day.
             * @example 2026-11-20
             */
            day: string;
            /**
             * Format: int64
             * @description From this instant on.
             */
            from_at: number;
            /**
             * Format: int64
             * @description Before this instant.
             */
            to_at: number;
        };
        /** @description Occupation by room and hour. */
        OccupationRapport: {
            /** @description Which days. */
            period: components["schemas"]["PeriodeComparee"];
            /** @description The rooms by name. */
            rooms: components["schemas"]["OccupationSalle"][];
        };
        /** @description A room. */
        OccupationSalle: components["schemas"]["Occupation"] & {
            /** @description By hour of the day, from 0 to 23. */
            hours: components["schemas"]["Occupation"][];
            /** @description The same of the days before. */
            previous: components["schemas"]["Occupation"];
            /**
             * @description How many stations stand there now.
             * @example 12
             */
            stations: number;
            /**
             * @description Its name; nothing for the stations that stand in none.
             * @example Salle A
             */
            zone?: string | null;
        };
        /** @description Something a visitor can ask for. */
        Offer: {
            /** @description The currency, ISO 4217. */
            currency: string;
            /**
             * Format: uuid
             * @description The tariff it stands for.
             */
            id: string;
            /**
             * Format: int32
             * @description What it grants, in minutes.
             */
            minutes: number;
            /** @description Its name. */
            name: string;
            /**
             * Format: int64
             * @description Its price in the currency's smallest unit; 0 when it is free.
             */
            price_minor: number;
        };
        /** @description Whether the place is open. */
        Opening: {
            /**
             * Format: int64
             * @description When that changes, milliseconds of UTC; nothing when it does not within a week.
             */
            changes_at?: number | null;
            /** @description The same for people, the place's own wall clock, such as `08:30`. */
            changes_at_local?: string | null;
            /** @description Whether it is open now. */
            is_open: boolean;
        };
        /** @description A page of a list. */
        Page_Agency: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description The town.
                 * @example Saint-Denis
                 */
                city: string;
                /**
                 * @description A short code, unique.
                 * @example RE-STD
                 */
                code: string;
                /**
                 * @description The country, ISO 3166-1: phone numbers, money and days follow it.
                 * @example RE
                 */
                country: string;
                /**
                 * Format: int64
                 * @description When it was opened here, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description Its name.
                 * @example Espace numérique de Saint-Denis
                 */
                name: string;
                /** @description The province, for those whose role is held for one. */
                province?: string | null;
                /**
                 * @description Its time zone, an IANA name.
                 * @example Indian/Reunion
                 */
                timezone: string;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
            }[];
        };
        /** @description A page of a list. */
        Page_Appel: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: uuid
                 * @description Who answered.
                 */
                answered_by?: string | null;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                answered_by_name?: string | null;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                called_at: number;
                /**
                 * Format: int64
                 * @description When it was answered or withdrawn.
                 */
                ended_at?: number | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                offer?: components["schemas"]["Offer"] | null;
                /** @description How it stands: `ouvert`, `repondu` or `retire`. */
                state: components["schemas"]["CallState"];
                /**
                 * Format: uuid
                 * @description Where from.
                 */
                station_id: string;
                /**
                 * @description That station's name.
                 * @example Poste 07
                 */
                station_name: string;
            }[];
        };
        /** @description A page of a list. */
        Page_AuthSession: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When it was opened, milliseconds of UTC.
                 */
                created_at: number;
                /** @description Whether it is the one that asks. */
                current: boolean;
                /**
                 * Format: int64
                 * @description When it ends unless it is used.
                 */
                expires_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description The address it was opened from. */
                ip?: string | null;
                /**
                 * Format: int64
                 * @description When it was last used to refresh a token.
                 */
                rotated_at: number;
                /** @description The program it was opened with, as it names itself. */
                user_agent?: string | null;
            }[];
        };
        /** @description A page of a list. */
        Page_BootStart: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When it was given its image, milliseconds of UTC.
                 */
                asked_at: number;
                /**
                 * Format: int64
                 * @description When its client reached the server: from then on it is a good start.
                 */
                client_at?: number | null;
                /** @description What failed, as the machine says it. */
                fault?: string | null;
                /**
                 * Format: int64
                 * @description When that was.
                 */
                fault_at?: number | null;
                /**
                 * @description `bios` or `uefi`.
                 * @example uefi
                 */
                firmware: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description Whether another version was meant, which did not come up before. */
                is_fallback: boolean;
                /**
                 * Format: int64
                 * @description When its kernel ran.
                 */
                kernel_at?: number | null;
                /**
                 * @description The address of its network card.
                 * @example 52:54:00:12:34:56
                 */
                mac: string;
                /**
                 * @description The image's profile.
                 * @example kiosk
                 */
                profile: string;
                /**
                 * Format: int64
                 * @description When its files were there.
                 */
                root_at?: number | null;
                /**
                 * Format: uuid
                 * @description The station; `null` for a machine that is none yet.
                 */
                station_id?: string | null;
                /**
                 * @description The station's name.
                 * @example PC-07
                 */
                station_name?: string | null;
                /**
                 * @description The image's version.
                 * @example 2026.11.21
                 */
                version: string;
                /** @description The station's room. */
                zone?: string | null;
            }[];
        };
        /** @description A page of a list. */
        Page_CleApi: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When it was made, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: int64
                 * @description Until when it is good.
                 */
                expires_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description When it was last used, to the minute.
                 */
                last_used_at?: number | null;
                /**
                 * @description What it is for.
                 * @example Tableau de bord du siège
                 */
                name: string;
                /**
                 * @description The login of its owner.
                 * @example gerant
                 */
                owner: string;
                /**
                 * @description How it begins.
                 * @example gk_5e8ff9bf
                 */
                prefix: string;
                /**
                 * Format: int64
                 * @description How many calls an hour.
                 * @example 1000
                 */
                rate_per_hour: number;
                /**
                 * Format: int64
                 * @description When it was revoked.
                 */
                revoked_at?: number | null;
                /**
                 * @description The permissions it may use.
                 * @example [
                 *       "sessions:lire"
                 *     ]
                 */
                scopes: string[];
                /**
                 * Format: uuid
                 * @description Whose rights it has, at most.
                 */
                user_id: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Cloture: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description When it was closed, milliseconds of UTC.
                 */
                at: number;
                /** @description What was sold. */
                details: components["schemas"]["Totaux"];
                /**
                 * @description Its hash in the chain, hexadecimal.
                 * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
                 */
                hash: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description What it closes: `jour`, `mois` or `annee`.
                 * @example jour
                 */
                kind: string;
                /**
                 * @description The day, month or year: `2026-11-20`, `2026-11`, `2026`.
                 * @example 2026-11-20
                 */
                period: string;
                /**
                 * Format: int64
                 * @description Its place in the agency's chain.
                 * @example 42
                 */
                seq: number;
            }[];
        };
        /** @description A page of a list. */
        Page_CommandAsked: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When it was asked, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: int64
                 * @description When the station answered, or nobody had fetched it in time.
                 */
                done_at?: number | null;
                /** @description Why it was not carried out. */
                error?: string | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description What was asked: `lock`, `message`, `restart`, `shutdown`, `update` or `wake`; of Libki's client also `suspend`, `drop`,
                 *     `unlock` and `wakeup` (to wake another station).
                 * @example message
                 */
                kind: string;
                /**
                 * Format: int64
                 * @description When the visitor acknowledged a message.
                 */
                read_at?: number | null;
                /**
                 * @description `queued` (sent), `done` (a message is on the screen), `failed` or `expired`.
                 * @example done
                 */
                state: string;
                /**
                 * Format: uuid
                 * @description The station.
                 */
                station_id: string;
                /**
                 * @description The message's text.
                 * @example Fermeture dans dix minutes
                 */
                text?: string | null;
                /**
                 * @description What it was once the station answered.
                 * @example 0.1.1
                 */
                version_after?: string | null;
                /**
                 * @description What the client's version was when an update was asked.
                 * @example 0.1.0
                 */
                version_before?: string | null;
            }[];
        };
        /** @description A page of a list. */
        Page_Compte: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency it works in.
                 */
                agency_id?: string | null;
                /**
                 * Format: int64
                 * @description When it was made.
                 */
                created_at: number;
                /**
                 * @description E-mail address.
                 * @example accueil@espace.example
                 */
                email?: string | null;
                /** @description First name. */
                first_name: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description Whether it may sign in.
                 * @example true
                 */
                is_active: boolean;
                /**
                 * @description The language of its e-mails: `fr` or `en`.
                 * @example fr
                 */
                language: string;
                /**
                 * Format: int64
                 * @description When it last signed in, milliseconds of UTC.
                 */
                last_login_at?: number | null;
                /** @description Last name. */
                last_name: string;
                /**
                 * Format: int64
                 * @description Until when it is locked after wrong passwords, from the address where it is locked longest.
                 */
                locked_until?: number | null;
                /** @description Whether a new password must be chosen first. */
                must_change_password: boolean;
                /** @description Phone number. */
                phone?: string | null;
                /** @description Its roles, each with the rows it is held for. */
                roles: components["schemas"]["CompteRole"][];
                /**
                 * Format: uuid
                 * @description The department it belongs to.
                 */
                service_id?: string | null;
                /**
                 * @description `invited` until a first password is chosen, then `active` or `disabled`.
                 * @example active
                 */
                state: string;
                /** @description Whether it signs in with a second factor. */
                two_factor: boolean;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * @description The login.
                 * @example accueil
                 */
                username: string;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
            }[];
        };
        /** @description A page of a list. */
        Page_Conditions: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency they hold in; the whole site when absent.
                 */
                agency_id?: string | null;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: uuid
                 * @description Who wrote them.
                 */
                operateur: string;
                /**
                 * Format: int64
                 * @description Its place among all versions, from 1.
                 * @example 3
                 */
                seq: number;
                /** @description The texts by language; none when nothing is to be accepted any more. */
                texts: components["schemas"]["Texts"];
                /**
                 * @description What sessions name them by: the day they were written, and a number.
                 * @example 2026-11-20.3
                 */
                version: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Credit: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency it can be used in.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description When the sale was taken back.
                 */
                cancelled_at?: number | null;
                /**
                 * Format: int64
                 * @description When it was bought.
                 */
                created_at: number;
                /**
                 * Format: int64
                 * @description Until when it can be used, milliseconds of UTC.
                 */
                expires_at: number;
                /**
                 * Format: int64
                 * @description How many sessions or minutes were bought.
                 * @example 10
                 */
                granted: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description `seances` or `minutes`.
                 * @example seances
                 */
                kind: string;
                /**
                 * Format: int64
                 * @description The minutes of each session, in a pack of sessions.
                 * @example 60
                 */
                minutes: number;
                /**
                 * Format: uuid
                 * @description The sale it was bought with.
                 */
                sale_id: string;
                /**
                 * Format: uuid
                 * @description The pack.
                 */
                tariff_id: string;
                /**
                 * @description The pack's name.
                 * @example Dix séances d’une heure
                 */
                tariff_name: string;
                /**
                 * Format: int64
                 * @description How many of them were used.
                 * @example 3
                 */
                used: number;
                /**
                 * Format: uuid
                 * @description The visitor.
                 */
                visitor_id: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Job: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description Its name in the beat schedule.
                 * @example cleanup-old-logs
                 */
                beat: string;
                /** @description What it does, in the caller's language. */
                description: string;
                /** @description Whether it is planned. */
                enabled: boolean;
                /**
                 * Format: int64
                 * @description How long it took, in milliseconds.
                 */
                last_duration_ms?: number | null;
                /** @description Why it failed, in the caller's language. */
                last_error?: string | null;
                /**
                 * @description How that ended: `ok` or `error`.
                 * @example ok
                 */
                last_result?: string | null;
                /**
                 * Format: int64
                 * @description When it last ran, milliseconds of UTC.
                 */
                last_run_at?: number | null;
                /**
                 * @description Its name.
                 * @example cleanup_old_logs
                 */
                name: string;
                /**
                 * Format: int64
                 * @description When it will run next, milliseconds of UTC.
                 */
                next_run_at?: number | null;
                /**
                 * Format: int64
                 * @description How often it has run.
                 */
                runs: number;
                /**
                 * @description When it runs: a cron expression in the site's time zone, with a first field for seconds when it has six.
                 * @example 0 3 * * *
                 */
                schedule: string;
                /**
                 * @description What people call it, in the caller's language.
                 * @example Nettoyage du journal
                 */
                title: string;
            }[];
        };
        /** @description A page of a list. */
        Page_JobRun: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description How often it was tried.
                 * @example 1
                 */
                attempts: number;
                /**
                 * Format: int64
                 * @description When it was over.
                 */
                ended_at?: number | null;
                /** @description Why the last attempt failed, in the caller's language. */
                error?: string | null;
                /**
                 * Format: uuid
                 * @description Its id; the server's log has the cause of a failure under it.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description The occurrence it stands for, milliseconds of UTC.
                 */
                queued_at: number;
                /** @description What it came to. */
                result: Record<string, never>;
                /**
                 * Format: int64
                 * @description When the last attempt started.
                 */
                started_at?: number | null;
                /**
                 * @description `queued`, `running`, `done` or `failed`.
                 * @example done
                 */
                state: string;
            }[];
        };
        /** @description A page of a list. */
        Page_LotDePasses: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency the passes hold in.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * @description In this currency.
                 * @example EUR
                 */
                currency?: string | null;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description What it is called.
                 * @example Forum de l’emploi
                 */
                label: string;
                /**
                 * Format: int64
                 * @description How long each lasts, in minutes.
                 * @example 60
                 */
                minutes: number;
                /**
                 * Format: uuid
                 * @description Who made it.
                 */
                operateur: string;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                operateur_name: string;
                /**
                 * Format: int64
                 * @description What was paid for it, reversals taken off, in minor units.
                 * @example 10000
                 */
                paid_minor: number;
                /**
                 * Format: int64
                 * @description When what was left of it was revoked.
                 */
                revoked_at?: number | null;
                /**
                 * Format: int64
                 * @description How many passes.
                 * @example 50
                 */
                size: number;
                /**
                 * Format: uuid
                 * @description The tariff, when there is one.
                 */
                tariff_id?: string | null;
                /**
                 * @description Its name.
                 * @example Une heure
                 */
                tariff_name?: string | null;
                /**
                 * Format: int64
                 * @description How many passes wait for their code to be used.
                 * @example 38
                 */
                unused: number;
                /**
                 * Format: int64
                 * @description How many were used.
                 * @example 12
                 */
                used: number;
                /**
                 * Format: int64
                 * @description Until when the codes can be used, milliseconds of UTC.
                 */
                valid_until: number;
            }[];
        };
        /** @description A page of a list. */
        Page_OccupationJour: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: (components["schemas"]["Occupation"] & {
                /**
                 * @description The day.
                 * @example 2026-11-20
                 */
                day: string;
                /**
                 * Format: int64
                 * @description From this instant on.
                 */
                from_at: number;
                /**
                 * Format: int64
                 * @description Before this instant.
                 */
                to_at: number;
            })[];
        };
        /** @description A page of a list. */
        Page_Parametre: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /** @description The same for people, in the language of `Accept-Language`. */
                choice_labels?: string[] | null;
                /** @description The words to choose from. */
                choices?: string[] | null;
                /** @description What holds until somebody changes it. */
                default: Record<string, never>;
                /**
                 * @description What it stands beside.
                 * @example sessions
                 */
                group: string;
                /**
                 * @description The group in words, in the language of `Accept-Language`.
                 * @example Sessions
                 */
                group_label: string;
                /**
                 * @description What it does.
                 * @example Au-delà, un visiteur n’obtient plus de session ce jour-là.
                 */
                help: string;
                /**
                 * @description Its key.
                 * @example sessions_per_day
                 */
                id: string;
                /**
                 * @description Whether it was changed, for this agency or the site as asked.
                 * @example true
                 */
                is_changed: boolean;
                /**
                 * @description `integer`, `text`, `switch`, `choice`, `image` or `colour`.
                 * @example integer
                 */
                kind: string;
                /**
                 * @description Its name in words.
                 * @example Sessions par visiteur et par jour
                 */
                label: string;
                /**
                 * Format: int64
                 * @description The most, of a number; the longest, of a text.
                 */
                max?: number | null;
                /**
                 * Format: int64
                 * @description The least, of a number.
                 */
                min?: number | null;
                /**
                 * @description Whether an agency may have its own.
                 * @example true
                 */
                per_agency: boolean;
                /**
                 * @description What a number counts.
                 * @example sessions
                 */
                unit?: string | null;
                /**
                 * Format: int64
                 * @description When it was last changed, milliseconds of UTC.
                 */
                updated_at?: number | null;
                /**
                 * @description By whom.
                 * @example gerant
                 */
                updated_by?: string | null;
                /** @description What holds in the agency that was asked about, else at the site. */
                value: Record<string, never>;
            }[];
        };
        /** @description A page of a list. */
        Page_PendingEnrolment: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description Shown on the screen of a Guichet station, too: approve the machine in front of you and no other.
                 * @example 3fa85f64
                 */
                fingerprint: string;
                /**
                 * Format: uuid
                 * @description The request.
                 */
                id: string;
                /** @description Where it asks from. */
                ip?: string | null;
                /** @description Its network card's address. */
                mac?: string | null;
                /**
                 * @description How the machine calls itself.
                 * @example poste-07
                 */
                name: string;
                /** @description What kind of client it runs. */
                origin: components["schemas"]["PosteOrigine"];
                /**
                 * Format: int64
                 * @description When it asked first, milliseconds of UTC.
                 */
                requested_at: number;
            }[];
        };
        /** @description A page of a list. */
        Page_PeriodePresence: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description Which one.
                 */
                by_id?: string | null;
                /**
                 * @description Who made it so: `user`, `station` or `system`.
                 * @example station
                 */
                by_kind: string;
                /**
                 * @description The person's name.
                 * @example Camille Essai
                 */
                by_name?: string | null;
                /** @description A remark. */
                comment?: string | null;
                /**
                 * Format: int64
                 * @description How long, until now for what goes on, in seconds.
                 * @example 5400
                 */
                duration_s: number;
                /**
                 * Format: uuid
                 * @description The change that began it.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description Since when, milliseconds of UTC.
                 * @example 1795150800000
                 */
                since: number;
                /**
                 * @description What it was: `en_ligne`, `occupe`, `maintenance` or `hors_ligne`.
                 * @example hors_ligne
                 */
                state: string;
                /**
                 * Format: int64
                 * @description Until when; nothing for what goes on.
                 */
                until?: number | null;
                /**
                 * @description Why: `liaison` (heard of), `session`, `bureau` (marked so), `silence`, `liaison_perdue` (during a session),
                 *     `serveur` (noticed late) or `jamais` (never heard of yet).
                 * @example silence
                 */
                why: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Permission: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description The action.
                 * @example creer
                 */
                action: string;
                /**
                 * @description Its code, `module:action`.
                 * @example sessions:creer
                 */
                code: string;
                /** @description What it allows, in the caller's language. */
                label: string;
                /**
                 * @description The module.
                 * @example sessions
                 */
                module: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Report: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description When it was made, milliseconds of UTC.
                 */
                created_at: number;
                /** @description What it says. */
                data: Record<string, never>;
                /**
                 * @description The day, in the site's time zone.
                 * @example 2026-11-20
                 */
                day: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description What it reports on: `sessions_daily` or `logs_daily`.
                 * @example sessions_daily
                 */
                type: string;
            }[];
        };
        /** @description A page of a list. */
        Page_Role: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description Its code.
                 * @example operateur_espace
                 */
                code: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description Whether it comes with the program. */
                is_system: boolean;
                /**
                 * @description Its label in French.
                 * @example Opérateur d’espace
                 */
                label: string;
                /** @description The codes of its permissions. */
                permissions: string[];
                /**
                 * @description Whether who has it must sign in with a second factor.
                 * @example false
                 */
                require_2fa: boolean;
                /**
                 * Format: int64
                 * @description How many accounts have it.
                 * @example 3
                 */
                users: number;
            }[];
        };
        /** @description A page of a list. */
        Page_Service: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * @description A short code, unique.
                 * @example MKT
                 */
                code: string;
                /**
                 * Format: int64
                 * @description When it was made, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description Its name.
                 * @example Marketing
                 */
                name: string;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description How many accounts belong to it.
                 * @example 7
                 */
                users: number;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
            }[];
        };
        /** @description A page of a list. */
        Page_Tarif: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency it holds in.
                 */
                agency_id: string;
                /**
                 * @description A short code, unique in the agency.
                 * @example H1
                 */
                code: string;
                /**
                 * Format: int64
                 * @description When it was made, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * @description The currency, ISO 4217.
                 * @example EUR
                 */
                currency: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description Whether it is in use.
                 * @example true
                 */
                is_active: boolean;
                /** @description Whether it grants one session or a pack. */
                kind: components["schemas"]["Kind"];
                /**
                 * Format: int64
                 * @description The minutes of each session; of the whole pack, for a pack of minutes.
                 * @example 60
                 */
                minutes: number;
                /**
                 * @description Its name.
                 * @example Une heure
                 */
                name: string;
                /**
                 * Format: int64
                 * @description Its price in the currency's smallest unit where no rule says otherwise; 0 when it is free.
                 * @example 200
                 */
                price_minor: number;
                /** @description Other prices by room, weekday and hour; the first that fits holds. */
                rules: components["schemas"]["TarifRegle"][];
                /**
                 * @description Whether visitors can ask for it at a station.
                 * @example true
                 */
                self_service: boolean;
                /**
                 * Format: int64
                 * @description How many sessions a pack of sessions grants.
                 * @example 10
                 */
                sessions?: number | null;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description For how many days a pack holds after the sale.
                 * @example 180
                 */
                valid_days?: number | null;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
                /**
                 * Format: uuid
                 * @description The room it is for; all rooms when absent.
                 */
                zone_id?: string | null;
            }[];
        };
        /** @description A page of a list. */
        Page_Tiroir: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description When it was closed.
                 */
                closed_at?: number | null;
                /**
                 * Format: uuid
                 * @description Who closed it.
                 */
                closed_by?: string | null;
                /** @description What it began with, in minor units by currency. */
                floats: Record<string, never>;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: int64
                 * @description When it was opened, milliseconds of UTC.
                 */
                opened_at: number;
                /**
                 * Format: uuid
                 * @description Who holds it.
                 */
                operateur: string;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                operateur_name: string;
                /**
                 * @description The register's name.
                 * @example Caisse 1
                 */
                register: string;
            }[];
        };
        /** @description A page of a list. */
        Page_UtilisateurList: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int32
                 * @description The age in whole years, today in the site's time zone; computed, never stored.
                 * @example 36
                 */
                age?: number | null;
                /**
                 * Format: uuid
                 * @description The agency that registered the visitor.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description Until when the visitor is banned, milliseconds of UTC; past once the ban is over.
                 */
                banned_until?: number | null;
                /**
                 * Format: date
                 * @description The day of birth.
                 * @example 1990-05-17
                 */
                birth_date?: string | null;
                /** @description Whether consent is in force. */
                consent: boolean;
                /**
                 * Format: int64
                 * @description When consent was last given, milliseconds of UTC.
                 */
                consent_at?: number | null;
                /**
                 * Format: int64
                 * @description When it was taken back, milliseconds of UTC.
                 */
                consent_revoked_at?: number | null;
                /**
                 * Format: int64
                 * @description When the visitor was registered, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * @description The address of e-mail.
                 * @example ana@example.org
                 */
                email?: string | null;
                /**
                 * @description The first name.
                 * @example Ana
                 */
                first_name: string;
                /** @description Whether there is a photo, at `photo/` below the visitor. */
                has_photo: boolean;
                /**
                 * Format: uuid
                 * @description The id.
                 */
                id: string;
                /**
                 * @description The family name.
                 * @example Exemple
                 */
                last_name: string;
                /**
                 * Format: uuid
                 * @description The account of the operator who registered the visitor.
                 */
                operateur: string;
                /**
                 * @description The phone number, E.164.
                 * @example +262692123456
                 */
                phone?: string | null;
                /**
                 * Format: int64
                 * @description When the visitor last changed, milliseconds of UTC.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
            }[];
        };
        /** @description A page of a list. */
        Page_Vente: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description The amount in the currency's smallest unit; negative when a sale is taken back.
                 * @example 200
                 */
                amount_minor: number;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                at: number;
                /**
                 * Format: uuid
                 * @description The batch of passes that was sold.
                 */
                batch_id?: string | null;
                /**
                 * @description The currency, ISO 4217.
                 * @example EUR
                 */
                currency: string;
                /**
                 * @description The day of the books.
                 * @example 2026-11-20
                 */
                day: string;
                /**
                 * @description Its hash in the chain, hexadecimal.
                 * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
                 */
                hash: string;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /** @description Whether it sells or takes a sale back. */
                kind: components["schemas"]["VenteGenre"];
                /** @description What was sold. */
                lines: components["schemas"]["LigneVente"][];
                /**
                 * @description How it was paid: `especes`, `mpesa`, `airtel`, `orange`, `carte` or `banque`.
                 * @example especes
                 */
                method: string;
                /**
                 * Format: int64
                 * @description Its number in the agency, without gaps.
                 * @example 128
                 */
                number: number;
                /**
                 * Format: uuid
                 * @description Who sold.
                 */
                operateur: string;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                operateur_name: string;
                /** @description Why a sale was taken back. */
                reason?: string | null;
                /** @description The provider's or the terminal's reference. */
                reference?: string | null;
                /**
                 * @description The register's name.
                 * @example Caisse 1
                 */
                register: string;
                /**
                 * Format: uuid
                 * @description What took this one back.
                 */
                reversed_by?: string | null;
                /**
                 * Format: uuid
                 * @description The sale that this one takes back.
                 */
                reverses?: string | null;
                /**
                 * Format: int64
                 * @description That sale's number.
                 */
                reverses_number?: number | null;
                /**
                 * @description The last two symbols of its code.
                 * @example 7K
                 */
                session_hint?: string | null;
                /**
                 * Format: uuid
                 * @description The session that was sold.
                 */
                session_id?: string | null;
                /**
                 * @description Its state, as long as it is kept.
                 * @example terminee
                 */
                session_statut?: string | null;
                /**
                 * Format: uuid
                 * @description The tariff, when there is one.
                 */
                tariff_id?: string | null;
                /**
                 * Format: uuid
                 * @description The till.
                 */
                till_id: string;
                /**
                 * Format: uuid
                 * @description The visitor.
                 */
                visitor_id?: string | null;
                /** @description The visitor's name. */
                visitor_name?: string | null;
            }[];
        };
        /** @description A page of a list. */
        Page_Zone: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: (components["schemas"]["ZoneRegles"] & {
                /**
                 * Format: uuid
                 * @description The agency it belongs to.
                 */
                agency_id: string;
                /**
                 * Format: int64
                 * @description When it was made, milliseconds of UTC.
                 */
                created_at: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * @description Its name, unique in its agency; stations stand in it by this name.
                 * @example Salle A
                 */
                name: string;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
            })[];
        };
        /** @description How something is paid. */
        Paiement: {
            expected?: components["schemas"]["Montant"] | null;
            /** @description The method. */
            method: components["schemas"]["MoyenPaiement"];
            /**
             * @description The provider's or the terminal's reference, at most 60 characters; required unless in cash.
             * @example null
             */
            reference?: string | null;
        };
        /** @description A parameter, and what holds. */
        Parametre: {
            /** @description The same for people, in the language of `Accept-Language`. */
            choice_labels?: string[] | null;
            /** @description The words to choose from. */
            choices?: string[] | null;
            /** @description What holds until somebody changes it. */
            default: Record<string, never>;
            /**
             * @description What it stands beside.
             * @example sessions
             */
            group: string;
            /**
             * @description The group in words, in the language of `Accept-Language`.
             * @example Sessions
             */
            group_label: string;
            /**
             * @description What it does.
             * @example Au-delà, un visiteur n’obtient plus de session ce jour-là.
             */
            help: string;
            /**
             * @description Its key.
             * @example sessions_per_day
             */
            id: string;
            /**
             * @description Whether it was changed, for this agency or the site as asked.
             * @example true
             */
            is_changed: boolean;
            /**
             * @description `integer`, `text`, `switch`, `choice`, `image` or `colour`.
             * @example integer
             */
            kind: string;
            /**
             * @description Its name in words.
             * @example Sessions par visiteur et par jour
             */
            label: string;
            /**
             * Format: int64
             * @description The most, of a number; the longest, of a text.
             */
            max?: number | null;
            /**
             * Format: int64
             * @description The least, of a number.
             */
            min?: number | null;
            /**
             * @description Whether an agency may have its own.
             * @example true
             */
            per_agency: boolean;
            /**
             * @description What a number counts.
             * @example sessions
             */
            unit?: string | null;
            /**
             * Format: int64
             * @description When it was last changed, milliseconds of UTC.
             */
            updated_at?: number | null;
            /**
             * @description By whom.
             * @example gerant
             */
            updated_by?: string | null;
            /** @description What holds in the agency that was asked about, else at the site. */
            value: Record<string, never>;
        };
        /** @description A value to set. */
        ParametreValeur: {
            /** @description The value, of the parameter's kind. */
            value: Record<string, never>;
        };
        /** @description A part of the days shown. */
        PartiePresence: {
            /**
             * Format: int64
             * @description From this instant on, milliseconds of UTC.
             */
            from_at: number;
            /**
             * @description What the station was.
             * @example en_ligne
             */
            state: string;
            /**
             * Format: int64
             * @description Before this instant.
             */
            to_at: number;
            /**
             * @description Why.
             * @example liaison
             */
            why: string;
        };
        /** @description A pass with its code. */
        Passe: {
            /**
             * @description The access code.
             * @example K7QM4-9XZ2P
             */
            code: string;
            /**
             * Format: uuid
             * @description The session.
             */
            session_id: string;
        };
        /** @description What somebody changes a password with. */
        PasswordChange: {
            /**
             * @description The user name or the e-mail address.
             * @example admin
             */
            login: string;
            /**
             * @description The password as it shall be: at least 10 characters, not digits alone, not a common one, not
             *     like the login.
             * @example correct horse battery staple
             */
            new_password: string;
            /**
             * @description The code of the second factor, or a recovery code, for an account that has one.
             * @example 492039
             */
            otp?: string | null;
            /**
             * @description The password as it is.
             * @example admin123
             */
            password: string;
        };
        /** @description A command that waits for its station. */
        PendingCommand: {
            /** @description What to do. */
            command: components["schemas"]["Command"];
            /**
             * Format: uuid
             * @description To name it when it is done.
             */
            id: string;
        };
        /** @description A machine that asks to become a station. */
        PendingEnrolment: {
            /**
             * @description Shown on the screen of a Guichet station, too: approve the machine in front of you and no other.
             * @example 3fa85f64
             */
            fingerprint: string;
            /**
             * Format: uuid
             * @description The request.
             */
            id: string;
            /** @description Where it asks from. */
            ip?: string | null;
            /** @description Its network card's address. */
            mac?: string | null;
            /**
             * @description How the machine calls itself.
             * @example poste-07
             */
            name: string;
            /** @description What kind of client it runs. */
            origin: components["schemas"]["PosteOrigine"];
            /**
             * Format: int64
             * @description When it asked first, milliseconds of UTC.
             */
            requested_at: number;
        };
        /** @description Which days, and which before them. */
        PeriodeComparee: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /** @description The days asked for. */
            current: components["schemas"]["Jours"];
            /** @description As many days before them. */
            previous: components["schemas"]["Jours"];
            /**
             * @description Its time zone: days and hours are those of its clocks.
             * @example Indian/Reunion
             */
            timezone: string;
        };
        /** @description A time in which a station was the same. */
        PeriodePresence: {
            /**
             * Format: uuid
             * @description Which one.
             */
            by_id?: string | null;
            /**
             * @description Who made it so: `user`, `station` or `system`.
             * @example station
             */
            by_kind: string;
            /**
             * @description The person's name.
             * @example Camille Essai
             */
            by_name?: string | null;
            /** @description A remark. */
            comment?: string | null;
            /**
             * Format: int64
             * @description How long, until now for what goes on, in seconds.
             * @example 5400
             */
            duration_s: number;
            /**
             * Format: uuid
             * @description The change that began it.
             */
            id: string;
            /**
             * Format: int64
             * @description Since when, milliseconds of UTC.
             * @example 1795150800000
             */
            since: number;
            /**
             * @description What it was: `en_ligne`, `occupe`, `maintenance` or `hors_ligne`.
             * @example hors_ligne
             */
            state: string;
            /**
             * Format: int64
             * @description Until when; nothing for what goes on.
             */
            until?: number | null;
            /**
             * @description Why: `liaison` (heard of), `session`, `bureau` (marked so), `silence`, `liaison_perdue` (during a session),
             *     `serveur` (noticed late) or `jamais` (never heard of yet).
             * @example silence
             */
            why: string;
        };
        /** @description A permission. */
        Permission: {
            /**
             * @description The action.
             * @example creer
             */
            action: string;
            /**
             * @description Its code, `module:action`.
             * @example sessions:creer
             */
            code: string;
            /** @description What it allows, in the caller's language. */
            label: string;
            /**
             * @description The module.
             * @example sessions
             */
            module: string;
        };
        /**
         * Format: binary
         * @description A picture's file.
         */
        Picture: string;
        /** @description Where a station stands. */
        Placed: {
            /**
             * Format: uuid
             * @description The station.
             */
            id: string;
            /**
             * Format: int32
             * @description The column, from 0 to 39.
             * @example 3
             */
            x: number;
            /**
             * Format: int32
             * @description The row, from 0 to 39.
             * @example 1
             */
            y: number;
        };
        /** @description A place on the plan of a room: a cell of a grid, from its left upper corner. */
        PlanPlace: {
            /**
             * Format: int32
             * @description The column, from 0.
             * @example 3
             */
            x: number;
            /**
             * Format: int32
             * @description The row, from 0.
             * @example 1
             */
            y: number;
        };
        /** @description A station. */
        Poste: components["schemas"]["PosteChamps"] & {
            /**
             * @description Whether it was heard of within the last 60 seconds.
             * @example true
             */
            en_ligne: boolean;
            session_active?: components["schemas"]["SessionTime"] | null;
        };
        PosteChamps: {
            /**
             * Format: uuid
             * @description The agency it stands in.
             */
            agency_id: string;
            /** @description Its client's version. */
            client_version?: string | null;
            /**
             * Format: int64
             * @description When it was created here.
             */
            created_at: number;
            /**
             * Format: int64
             * @description When it was enrolled, milliseconds of UTC; `null` when no machine is it.
             */
            enrolled_at?: number | null;
            /**
             * @description What its screen and the console show of its key, to compare them.
             * @example 3fa85f64
             */
            fingerprint?: string | null;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description Since when two machines prove to be it, milliseconds of UTC: neither is let in.
             */
            identity_conflict_at?: number | null;
            /**
             * @description The address it must call from, when it is bound to one.
             * @example 192.168.10.17
             */
            ip?: string | null;
            /**
             * Format: int64
             * @description When it was last heard of.
             */
            last_seen_at?: number | null;
            /**
             * @description Its network card's address.
             * @example 52:54:00:12:34:56
             */
            mac?: string | null;
            /**
             * Format: int64
             * @description Since when another machine starts over the network with the address of its network card, milliseconds of UTC: it is not let in.
             */
            mac_copied_at?: number | null;
            /**
             * @description Its name, unique.
             * @example Poste 07
             */
            name: string;
            /** @description What kind of client it runs. */
            origin: components["schemas"]["PosteOrigine"];
            plan?: components["schemas"]["PlanPlace"] | null;
            /** @description Its state. */
            statut: components["schemas"]["StationStatut"];
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
            /**
             * @description The room it stands in.
             * @example Salle A
             */
            zone?: string | null;
        };
        /** @description The body of `POST /api/postes/{id}/connexion/`: a station proves itself, and asks the server to. */
        PosteConnexion: {
            /** @description The server's challenge, as it was given. */
            challenge: string;
            /**
             * Format: uuid
             * @description Which start of the client this is: random, another each time the program starts.
             */
            instance: string;
            /** @description The station's own challenge to the server, 32 random bytes in hexadecimal. */
            nonce: string;
            /** @description The Ed25519 signature of the login, 128 hexadecimal digits; docs/websocket.md says of what. */
            signature: string;
        };
        /** @description The answer to a login. */
        PosteConnexionReponse: {
            /** @description 64 hexadecimal digits: `Authorization: Station <id>:<credential>` from now on. */
            credential: string;
            /** @description The server's Ed25519 signature of the answer, 128 hexadecimal digits. */
            signature: string;
        };
        /** @description A station to create, or all of its fields to set. */
        PosteCreate: {
            /**
             * Format: uuid
             * @description The agency; the caller's own when absent.
             */
            agency_id?: string | null;
            /**
             * @description The address it must call from; any when absent. Unique.
             * @example 192.168.10.17
             */
            ip?: string | null;
            /**
             * @description Its network card's address. Unique.
             * @example 52:54:00:12:34:56
             */
            mac?: string | null;
            /**
             * @description Its name, unique, at most 60 characters.
             * @example Poste 07
             */
            name: string;
            statut?: components["schemas"]["StationStatut"] | null;
            /**
             * @description The room, at most 60 characters.
             * @example Salle A
             */
            zone?: string | null;
        };
        /** @description The answer to `POST /api/postes/{id}/defi/`: what the station is to sign. */
        PosteDefi: {
            /** @description 32 bytes in hexadecimal, good for one login. */
            challenge: string;
            /**
             * Format: int32
             * @description How long it is good for, in seconds.
             */
            valid_for_s: number;
        };
        /** @description The body of `POST /api/postes/{id}/heartbeat/`. */
        PosteHeartbeat: {
            /** @description The client's version, at most 40 characters. */
            client_version?: string | null;
            /**
             * Format: int64
             * @description What the station has counted of that session, in milliseconds.
             */
            consumed_ms?: number | null;
            /**
             * Format: uuid
             * @description The session the station holds, if it holds one.
             */
            session_id?: string | null;
        };
        /** @description The answer to a heartbeat. */
        PosteHeartbeatReponse: {
            /** @description What the console asks, for a station without a socket. */
            commands: components["schemas"]["PendingCommand"][];
            /**
             * Format: int64
             * @description The server's time, milliseconds of UTC.
             */
            server_time: number;
            session?: components["schemas"]["SessionTime"] | null;
        };
        PosteList: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: (components["schemas"]["PosteChamps"] & {
                /**
                 * @description Whether it was heard of within the last 60 seconds.
                 * @example true
                 */
                en_ligne: boolean;
                session_active?: components["schemas"]["SessionTime"] | null;
            })[];
        } & Record<string, never>;
        /**
         * @description What kind of client a station runs.
         * @enum {string}
         */
        PosteOrigine: "guichet" | "libki";
        /** @description The fields of a station to change; those left out stay, those that are `null` are emptied. */
        PostePatch: {
            /**
             * Format: uuid
             * @default null
             */
            agency_id: string | null;
            /** @default null */
            ip: string | null;
            /** @default null */
            mac: string | null;
            /** @default null */
            name: string | null;
            /** @default null */
            statut: components["schemas"]["StationStatut"] | null;
            /** @default null */
            zone: string | null;
        };
        /** @description What a station offers and asks, and where that comes from. */
        PosteReglages: {
            /** @description What it has of its own. */
            own: components["schemas"]["PosteReglagesPropres"];
            /** @description What holds at the station: its own, else its room's, else the default. */
            settings: components["schemas"]["StationSettings"];
            /**
             * Format: int64
             * @description Grows with each change of its own settings; 0 before the first.
             */
            version: number;
            /**
             * @description The room's name.
             * @example Salle A
             */
            zone?: string | null;
            /**
             * Format: uuid
             * @description The room's id, when it stands in one.
             */
            zone_id?: string | null;
        };
        /** @description What one station has of its own; what is `null` is as its room says. */
        PosteReglagesPropres: {
            /**
             * @description What the menu offers.
             * @default null
             * @example [
             *       "browser",
             *       "documents"
             *     ]
             */
            applications: components["schemas"]["Application"][] | null;
            /**
             * @description Where the browser starts.
             * @default null
             * @example https://www.service-public.fr/
             */
            home_page: string | null;
            /**
             * @description What kind of image it starts when it has no disk.
             * @default null
             * @example minimal
             */
            image_profile: string | null;
            /** @default null */
            update_channel: components["schemas"]["UpdateChannel"] | null;
            /** @default null */
            usb: components["schemas"]["UsbPolicy"] | null;
        };
        /** @description Counts of stations. */
        PosteStats: {
            /** @description How many in each state. */
            by_statut: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description How many were heard of within the last minute.
             * @example 21
             */
            en_ligne: number;
            /**
             * Format: int64
             * @description How many of those in use are occupied, from 0 to 100.
             * @example 62
             */
            occupation_percent: number;
            /**
             * Format: int64
             * @description How many there are.
             * @example 24
             */
            total: number;
        };
        /** @description One preference to keep. */
        Preference: {
            /** @description Whatever the console makes of it, at most 16 KiB. */
            value: Record<string, never>;
        };
        /**
         * @description The caller's preferences, by key.
         * @example {
         *       "dashboard.widgets": [
         *         "occupation",
         *         "sales"
         *       ]
         *     }
         */
        Preferences: {
            [key: string]: unknown;
        };
        /** @description When a station was there. */
        PresenceRapport: {
            /** @description The parts of these days in their order; what was before the first is not known. */
            parts: components["schemas"]["PartiePresence"][];
            /** @description Which days. */
            period: components["schemas"]["Jours"];
            /** @description How long it was what. */
            states: components["schemas"]["DureePresence"][];
            /**
             * @description The agency's time zone.
             * @example Indian/Reunion
             */
            timezone: string;
            /**
             * Format: int64
             * @description The share of the time it was on line, free or in use, maintenance left out; nothing when nothing is known.
             * @example 97
             */
            uptime_percent?: number | null;
            /** @description Whether only the room's opening hours are counted. */
            within_hours: boolean;
        };
        /** @description What proves that the caller holds both factors. */
        PreuveDesDeuxFacteurs: {
            /**
             * @description A code of the second factor, or a recovery code.
             * @example 492039
             */
            otp?: string | null;
            /**
             * @description The password as it is.
             * @example correct horse battery staple
             */
            password: string;
        };
        /** @description What a tariff costs in a room at a moment. */
        Prix: {
            /**
             * @description Its code.
             * @example H1
             */
            code: string;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /** @description Whether it grants one session or a pack. */
            kind: components["schemas"]["Kind"];
            /**
             * Format: int64
             * @description The minutes of each session; of the whole pack, for a pack of minutes.
             * @example 60
             */
            minutes: number;
            /**
             * @description Its name.
             * @example Une heure
             */
            name: string;
            /**
             * Format: int64
             * @description The price then, in the currency's smallest unit.
             * @example 100
             */
            price_minor: number;
            /**
             * @description The name of the rule that makes the price; empty when it has none, absent when no rule holds.
             * @example Heures creuses
             */
            rule?: string | null;
            /**
             * Format: int64
             * @description How many sessions a pack of sessions grants.
             */
            sessions?: number | null;
            /**
             * Format: uuid
             * @description The tariff.
             */
            tariff_id: string;
            /**
             * Format: int64
             * @description The price where no rule says otherwise.
             * @example 200
             */
            usual_minor: number;
            /**
             * Format: int64
             * @description For how many days a pack holds after the sale.
             */
            valid_days?: number | null;
        };
        /** @description What there is to pay now. */
        PrixActuel: {
            /**
             * Format: int64
             * @description The amount in the currency's smallest unit.
             * @example 300
             */
            amount_minor: number;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
        };
        /** @description The prices of an agency's tariffs. */
        PrixEnVigueur: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            at: number;
            /** @description The prices, the shortest tariff first. */
            prices: components["schemas"]["Prix"][];
            /**
             * Format: uuid
             * @description The room they hold in; any, when absent.
             */
            zone_id?: string | null;
        };
        /** @description A problem document (RFC 9457), the body of every error. */
        Problem: {
            /**
             * @description A word for programs.
             * @example invalid
             */
            code: string;
            /**
             * @description A sentence for people, in the language of `Accept-Language`.
             * @example Un champ est à corriger.
             */
            detail: string;
            /** @description What is wrong with which field. */
            errors: components["schemas"]["FieldProblem"][];
            price?: components["schemas"]["PrixActuel"] | null;
            /**
             * @description What to name when asking for help: the log has it too.
             * @example 01930f1e-7a3c-7cc1-9a51-3f6f2f4c9b10
             */
            request_id: string;
            /**
             * Format: int32
             * @description The HTTP status.
             * @example 400
             */
            status: number;
            /**
             * @description The status in words.
             * @example Requête invalide
             */
            title: string;
            /**
             * @description The day that it is by the server's clock (`day_unconfirmed`).
             * @example 2026-11-20
             */
            today?: string | null;
            /**
             * @description A reference that identifies the kind of problem.
             * @example /problems/invalid
             */
            type: string;
        };
        /** @description What of the own account is to change; what is absent stays. */
        ProfilChamps: {
            /**
             * @description The password as it is.
             * @example cheval agrafe pile
             */
            current_password?: string | null;
            /**
             * @description E-mail address; needs `current_password`. It stays as it is until the link that is sent to the new one is followed.
             * @example vanille@espace.example
             */
            email?: string | null;
            /**
             * @description First name.
             * @example Vanille
             */
            first_name: string;
            /** @description The language of one's e-mails. */
            language: components["schemas"]["Language"];
            /**
             * @description Last name.
             * @example Bourbon
             */
            last_name: string;
            /**
             * @description A new password; needs `current_password`. Every other login ends.
             * @example correct horse battery staple
             */
            new_password?: string | null;
            /** @description Phone number. */
            phone?: string | null;
        };
        /** @description Who is to be given an image: all stations of a channel, or some rooms first. */
        Publication: {
            channel?: components["schemas"]["UpdateChannel"] | null;
            /**
             * @description What kind of station it is for.
             * @example kiosk
             */
            profile: string;
            /**
             * @description Which build it is.
             * @example 2026.11.21
             */
            version: string;
            /** @description The rooms it is for; absent when it is for a channel. */
            zone_ids?: string[];
        };
        /** @description What a till took: interim (X) while it is open, final (Z) once it is closed. */
        RapportCaisse: {
            /**
             * Format: int64
             * @description When the report was made.
             */
            at: number;
            /** @description What should be there, and what was counted. */
            balances: components["schemas"]["Solde"][];
            /**
             * Format: int64
             * @description When it was closed; nothing in an interim report.
             */
            closed_at?: number | null;
            /**
             * @description Who closed it.
             * @example accueil
             */
            closed_by_name?: string | null;
            /** @description A remark of whoever closed it. */
            comment?: string | null;
            /**
             * Format: int64
             * @description When it was opened, milliseconds of UTC.
             */
            opened_at: number;
            /**
             * @description Who held it.
             * @example accueil
             */
            operateur_name: string;
            /**
             * @description The register's name.
             * @example Caisse 1
             */
            register: string;
            /**
             * Format: uuid
             * @description The till.
             */
            till_id: string;
            /** @description What was sold. */
            totals: components["schemas"]["Totaux"];
        };
        /** @description What was taken in one currency. */
        Recette: {
            /**
             * Format: int64
             * @description What was sold less what was taken back, in minor units.
             * @example 2400
             */
            net_minor: number;
            /**
             * Format: int64
             * @description How many were taken back.
             * @example 1
             */
            reversals: number;
            /**
             * Format: int64
             * @description How many sales.
             * @example 12
             */
            sales: number;
        };
        /** @description What was taken for a tariff in a currency. */
        RecetteTarif: components["schemas"]["Recette"] & {
            /**
             * @description The currency, ISO 4217. Different currencies are never added up.
             * @example EUR
             */
            currency: string;
            /** @description The same of the days before. */
            previous: components["schemas"]["Recette"];
            /**
             * Format: uuid
             * @description The tariff; nothing for what was sold without one.
             */
            tariff_id?: string | null;
            /**
             * @description Its name as it is today.
             * @example Une heure
             */
            tariff_name?: string | null;
        };
        /** @description A refresh token in a body; left out by a browser, which has it in a cookie. */
        RefreshToken: {
            /**
             * @description The refresh token.
             * @default null
             */
            refresh: string | null;
        };
        /** @description A report on a day. */
        Report: {
            /**
             * Format: int64
             * @description When it was made, milliseconds of UTC.
             */
            created_at: number;
            /** @description What it says. */
            data: Record<string, never>;
            /**
             * @description The day, in the site's time zone.
             * @example 2026-11-20
             */
            day: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description What it reports on: `sessions_daily` or `logs_daily`.
             * @example sessions_daily
             */
            type: string;
        };
        /** @description A role. */
        Role: {
            /**
             * @description Its code.
             * @example operateur_espace
             */
            code: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Whether it comes with the program. */
            is_system: boolean;
            /**
             * @description Its label in French.
             * @example Opérateur d’espace
             */
            label: string;
            /** @description The codes of its permissions. */
            permissions: string[];
            /**
             * @description Whether who has it must sign in with a second factor.
             * @example false
             */
            require_2fa: boolean;
            /**
             * Format: int64
             * @description How many accounts have it.
             * @example 3
             */
            users: number;
        };
        /** @description All fields of a role, to set. */
        RoleChamps: {
            /**
             * @description Its label, at most 80 characters.
             * @example Animateur
             */
            label: string;
            /**
             * @description The codes of its permissions.
             * @example [
             *       "visiteurs:lire"
             *     ]
             */
            permissions: string[];
            /** @description Whether who has it must sign in with a second factor. */
            require_2fa?: boolean;
        };
        /** @description A role to make. */
        RoleNouveau: {
            /**
             * @description Its code: lower case letters, digits and `_`, at most 40; it cannot be changed later.
             * @example animateur
             */
            code: string;
            /**
             * @description Its label, at most 80 characters.
             * @example Animateur
             */
            label: string;
            /**
             * @description The codes of its permissions.
             * @example [
             *       "visiteurs:lire"
             *     ]
             */
            permissions?: string[];
            /** @description Whether who has it must sign in with a second factor. */
            require_2fa?: boolean;
        };
        /** @description The plan of a room. */
        RoomPlan: {
            /** @description Its stations; those that are left out stand wherever there is room. */
            stations: components["schemas"]["Placed"][];
        };
        /** @description A department. */
        Service: {
            /**
             * @description A short code, unique.
             * @example MKT
             */
            code: string;
            /**
             * Format: int64
             * @description When it was made, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Its name.
             * @example Marketing
             */
            name: string;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description How many accounts belong to it.
             * @example 7
             */
            users: number;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
        };
        /** @description A department to make, or all of its fields to set. */
        ServiceNouveau: {
            /**
             * @description A short code, unique, at most 20 characters.
             * @example MKT
             */
            code: string;
            /**
             * @description Its name, at most 120 characters.
             * @example Marketing
             */
            name: string;
        };
        /** @description A session of a visitor at a station. */
        Session: {
            /**
             * Format: int64
             * @description What was granted since, in seconds; negative when more was taken back.
             * @example 900
             */
            added_s: number;
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: uuid
             * @description The batch of passes it belongs to.
             */
            batch_id?: string | null;
            /**
             * @description The code's last two symbols: enough to find the ticket, not to use it.
             * @example 7K
             */
            code_hint: string;
            /**
             * Format: int64
             * @description When it was issued.
             */
            created_at: number;
            /**
             * Format: int64
             * @description What was granted when it was issued, in seconds.
             * @example 3600
             */
            duration_s: number;
            /**
             * Format: int64
             * @description What is used, in seconds; pauses do not count. `elapsed_s + remaining_s = granted_s`.
             * @example 1200
             */
            elapsed_s: number;
            /** @description Why it ended: `operateur`, `visiteur`, `temps_ecoule`, `code_perime`, `annulation` or `poste`. */
            end_reason?: string | null;
            /**
             * Format: int64
             * @description When it ended.
             */
            ended_at?: number | null;
            /**
             * Format: int64
             * @description When the time will be used up, if nothing changes.
             */
            ends_at?: number | null;
            /**
             * Format: int64
             * @description What was granted in all, in seconds.
             * @example 4500
             */
            granted_s: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: uuid
             * @description Who issued it.
             */
            operateur?: string | null;
            /**
             * @description That account's login.
             * @example accueil
             */
            operateur_name?: string | null;
            /**
             * Format: int32
             * @description How much is used, from 0 to 100.
             * @example 26
             */
            percent: number;
            /**
             * Format: int64
             * @description What is left, in seconds, rounded up.
             * @example 3300
             */
            remaining_s: number;
            /**
             * Format: int64
             * @description When the time began to run.
             */
            started_at?: number | null;
            /**
             * Format: uuid
             * @description The station; none until the code of a pass for any station is used.
             */
            station_id?: string | null;
            /**
             * @description The station's name.
             * @example Poste 07
             */
            station_name?: string | null;
            /** @description Its state. */
            statut: components["schemas"]["SessionStatut"];
            /**
             * Format: uuid
             * @description The tariff it was issued at; none when minutes were given.
             */
            tariff_id?: string | null;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            terms_accepted_at?: number | null;
            /**
             * @description Which terms of use the visitor accepted.
             * @example 2026-11-20.3
             */
            terms_version?: string | null;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Until when the code can be used, milliseconds of UTC.
             */
            valid_until: number;
            /**
             * Format: int64
             * @description When the code was used.
             */
            validated_at?: number | null;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
            /**
             * Format: uuid
             * @description The visitor; nobody for an anonymous pass.
             */
            visitor_id?: string | null;
            /** @description The visitor's name. */
            visitor_name?: string | null;
        };
        SessionActive: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description What was granted since, in seconds; negative when more was taken back.
                 * @example 900
                 */
                added_s: number;
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: uuid
                 * @description The batch of passes it belongs to.
                 */
                batch_id?: string | null;
                /**
                 * @description The code's last two symbols: enough to find the ticket, not to use it.
                 * @example 7K
                 */
                code_hint: string;
                /**
                 * Format: int64
                 * @description When it was issued.
                 */
                created_at: number;
                /**
                 * Format: int64
                 * @description What was granted when it was issued, in seconds.
                 * @example 3600
                 */
                duration_s: number;
                /**
                 * Format: int64
                 * @description What is used, in seconds; pauses do not count. `elapsed_s + remaining_s = granted_s`.
                 * @example 1200
                 */
                elapsed_s: number;
                /** @description Why it ended: `operateur`, `visiteur`, `temps_ecoule`, `code_perime`, `annulation` or `poste`. */
                end_reason?: string | null;
                /**
                 * Format: int64
                 * @description When it ended.
                 */
                ended_at?: number | null;
                /**
                 * Format: int64
                 * @description When the time will be used up, if nothing changes.
                 */
                ends_at?: number | null;
                /**
                 * Format: int64
                 * @description What was granted in all, in seconds.
                 * @example 4500
                 */
                granted_s: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: uuid
                 * @description Who issued it.
                 */
                operateur?: string | null;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                operateur_name?: string | null;
                /**
                 * Format: int32
                 * @description How much is used, from 0 to 100.
                 * @example 26
                 */
                percent: number;
                /**
                 * Format: int64
                 * @description What is left, in seconds, rounded up.
                 * @example 3300
                 */
                remaining_s: number;
                /**
                 * Format: int64
                 * @description When the time began to run.
                 */
                started_at?: number | null;
                /**
                 * Format: uuid
                 * @description The station; none until the code of a pass for any station is used.
                 */
                station_id?: string | null;
                /**
                 * @description The station's name.
                 * @example Poste 07
                 */
                station_name?: string | null;
                /** @description Its state. */
                statut: components["schemas"]["SessionStatut"];
                /**
                 * Format: uuid
                 * @description The tariff it was issued at; none when minutes were given.
                 */
                tariff_id?: string | null;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                terms_accepted_at?: number | null;
                /**
                 * @description Which terms of use the visitor accepted.
                 * @example 2026-11-20.3
                 */
                terms_version?: string | null;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description Until when the code can be used, milliseconds of UTC.
                 */
                valid_until: number;
                /**
                 * Format: int64
                 * @description When the code was used.
                 */
                validated_at?: number | null;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
                /**
                 * Format: uuid
                 * @description The visitor; nobody for an anonymous pass.
                 */
                visitor_id?: string | null;
                /** @description The visitor's name. */
                visitor_name?: string | null;
            }[];
        } & Record<string, never>;
        /** @description Time to grant or to take back. */
        SessionAddTime: {
            /**
             * Format: int64
             * @description From -720 to 720 minutes, not 0, for nothing; what is taken back must remain.
             * @example 15
             */
            minutes?: number | null;
            payment?: components["schemas"]["Paiement"] | null;
            /**
             * Format: uuid
             * @description A tariff instead: it says how long, and what it costs now.
             * @example null
             */
            tariff_id?: string | null;
        };
        /** @description A session to issue. */
        SessionCreate: {
            /**
             * Format: uuid
             * @description The agency of a pass that names neither visitor nor station; the caller's own when absent.
             */
            agency_id?: string | null;
            /**
             * Format: uuid
             * @description A pack of the visitor's instead: nothing is paid now.
             * @example null
             */
            credit_id?: string | null;
            /**
             * Format: int64
             * @description How long, from 1 to 720 minutes, for nothing; or how much of a pack of minutes.
             * @example 60
             */
            minutes?: number | null;
            payment?: components["schemas"]["Paiement"] | null;
            /**
             * Format: uuid
             * @description The station; any one where the code is typed when absent.
             */
            station_id?: string | null;
            /**
             * Format: uuid
             * @description A tariff instead: it says how long, and what it costs now.
             * @example null
             */
            tariff_id?: string | null;
            /**
             * Format: uuid
             * @description The visitor; an anonymous pass when absent.
             */
            visitor_id?: string | null;
        };
        /** @description A session that was just issued, with its code. */
        SessionCreated: components["schemas"]["SessionDetail"] & {
            /**
             * @description The access code: given once, here, and stored as a hash.
             * @example K7QM4-9XZ2P
             */
            code: string;
        };
        /** @description A session, with what was paid for it. */
        SessionDetail: components["schemas"]["Session"] & {
            /**
             * @description What the batch of passes is called.
             * @example Forum de l’emploi
             */
            batch_label?: string | null;
            /** @description What was paid for it and taken back, in the order of their numbers. */
            sales: components["schemas"]["Vente"][];
            /**
             * @description The tariff's name.
             * @example Une heure
             */
            tariff_name?: string | null;
        };
        SessionList: {
            /**
             * Format: int64
             * @description How many rows there are in all.
             * @example 42
             */
            count: number;
            /**
             * @description The next page's address.
             * @example /api/postes/?page=3
             */
            next?: string | null;
            /**
             * @description The previous page's address.
             * @example /api/postes/?page=1
             */
            previous?: string | null;
            /** @description The rows. */
            results: {
                /**
                 * Format: int64
                 * @description What was granted since, in seconds; negative when more was taken back.
                 * @example 900
                 */
                added_s: number;
                /**
                 * Format: uuid
                 * @description The agency.
                 */
                agency_id: string;
                /**
                 * Format: uuid
                 * @description The batch of passes it belongs to.
                 */
                batch_id?: string | null;
                /**
                 * @description The code's last two symbols: enough to find the ticket, not to use it.
                 * @example 7K
                 */
                code_hint: string;
                /**
                 * Format: int64
                 * @description When it was issued.
                 */
                created_at: number;
                /**
                 * Format: int64
                 * @description What was granted when it was issued, in seconds.
                 * @example 3600
                 */
                duration_s: number;
                /**
                 * Format: int64
                 * @description What is used, in seconds; pauses do not count. `elapsed_s + remaining_s = granted_s`.
                 * @example 1200
                 */
                elapsed_s: number;
                /** @description Why it ended: `operateur`, `visiteur`, `temps_ecoule`, `code_perime`, `annulation` or `poste`. */
                end_reason?: string | null;
                /**
                 * Format: int64
                 * @description When it ended.
                 */
                ended_at?: number | null;
                /**
                 * Format: int64
                 * @description When the time will be used up, if nothing changes.
                 */
                ends_at?: number | null;
                /**
                 * Format: int64
                 * @description What was granted in all, in seconds.
                 * @example 4500
                 */
                granted_s: number;
                /**
                 * Format: uuid
                 * @description Its id.
                 */
                id: string;
                /**
                 * Format: uuid
                 * @description Who issued it.
                 */
                operateur?: string | null;
                /**
                 * @description That account's login.
                 * @example accueil
                 */
                operateur_name?: string | null;
                /**
                 * Format: int32
                 * @description How much is used, from 0 to 100.
                 * @example 26
                 */
                percent: number;
                /**
                 * Format: int64
                 * @description What is left, in seconds, rounded up.
                 * @example 3300
                 */
                remaining_s: number;
                /**
                 * Format: int64
                 * @description When the time began to run.
                 */
                started_at?: number | null;
                /**
                 * Format: uuid
                 * @description The station; none until the code of a pass for any station is used.
                 */
                station_id?: string | null;
                /**
                 * @description The station's name.
                 * @example Poste 07
                 */
                station_name?: string | null;
                /** @description Its state. */
                statut: components["schemas"]["SessionStatut"];
                /**
                 * Format: uuid
                 * @description The tariff it was issued at; none when minutes were given.
                 */
                tariff_id?: string | null;
                /**
                 * Format: int64
                 * @description When, milliseconds of UTC.
                 */
                terms_accepted_at?: number | null;
                /**
                 * @description Which terms of use the visitor accepted.
                 * @example 2026-11-20.3
                 */
                terms_version?: string | null;
                /**
                 * Format: int64
                 * @description When it last changed.
                 */
                updated_at: number;
                /**
                 * Format: int64
                 * @description Until when the code can be used, milliseconds of UTC.
                 */
                valid_until: number;
                /**
                 * Format: int64
                 * @description When the code was used.
                 */
                validated_at?: number | null;
                /**
                 * Format: int64
                 * @description Grows with each change.
                 */
                version: number;
                /**
                 * Format: uuid
                 * @description The visitor; nobody for an anonymous pass.
                 */
                visitor_id?: string | null;
                /** @description The visitor's name. */
                visitor_name?: string | null;
            }[];
        } & Record<string, never>;
        /** @description Where to start. */
        SessionStart: {
            /**
             * Format: uuid
             * @description The station, when the session has none yet.
             * @default null
             */
            station_id: string | null;
        };
        /** @description Counts of sessions. */
        SessionStats: {
            /**
             * Format: int64
             * @description How long a session that ended was used on average, in seconds.
             */
            average_s: number;
            /** @description The last 30 days. */
            by_day: components["schemas"]["DayOfSessions"][];
            /** @description How many started in each hour of the day, over the last 30 days. */
            by_hour: number[];
            /** @description How many in each state. */
            by_statut: {
                [key: string]: number;
            };
            /** @description Today, in the site's time zone. */
            today: components["schemas"]["DayOfSessions"];
            /**
             * Format: int64
             * @description How many there are.
             */
            total: number;
        };
        /**
         * @description The state of a session.
         * @enum {string}
         */
        SessionStatut: "en_attente" | "active" | "suspendue" | "terminee" | "expiree" | "annulee";
        /** @description Why a session is ended. */
        SessionTerminate: {
            /**
             * @description A remark for the history, at most 200 characters.
             * @default null
             * @example Fermeture de la salle
             */
            reason: string | null;
        };
        /** @description A code as it stands on a ticket. */
        SessionTicketCode: {
            /**
             * @description With or without its hyphen.
             * @example K7QM4-9XZ2P
             */
            code: string;
        };
        /** @description A session's time at the moment of the frame. */
        SessionTime: {
            /**
             * Format: int64
             * @description What is consumed, in milliseconds.
             */
            elapsed_ms: number;
            /**
             * Format: int64
             * @description What was granted in all, in milliseconds.
             */
            granted_ms: number;
            /**
             * Format: int32
             * @description How much is consumed, from 0 to 100.
             */
            percent: number;
            /**
             * Format: int64
             * @description What is left, in milliseconds.
             */
            remaining_ms: number;
            /**
             * Format: uuid
             * @description The session.
             */
            session_id: string;
            /**
             * Format: uuid
             * @description The station it is bound to, if any.
             */
            station_id?: string | null;
            /** @description Its state. */
            statut: components["schemas"]["SessionStatut"];
            /**
             * Format: int64
             * @description Grows with each change of the session: a frame with a lower one is about what was before. 0 when
             *     the server does not say. An addition.
             */
            version?: number;
            /** @description The visitor's name; to consoles only. */
            visitor_name?: string | null;
        };
        /** @description How much time is left. */
        SessionTimeRemaining: {
            /**
             * Format: int64
             * @description What is used, in seconds.
             */
            elapsed_s: number;
            /**
             * Format: int64
             * @description What was granted in all, in seconds.
             */
            granted_s: number;
            /**
             * Format: int32
             * @description How much is used, from 0 to 100.
             */
            percent: number;
            /**
             * Format: int64
             * @description What is left, in seconds, rounded up.
             */
            remaining_s: number;
            /**
             * Format: int64
             * @description The server's time, milliseconds of UTC.
             */
            server_time: number;
            /**
             * Format: uuid
             * @description The session.
             */
            session_id: string;
            /** @description Its state. */
            statut: components["schemas"]["SessionStatut"];
        };
        /** @description What may be changed of a session before its code is used. */
        SessionUpdate: {
            /**
             * Format: uuid
             * @description Another station.
             * @default null
             */
            station_id: string | null;
            /**
             * Format: uuid
             * @description Another visitor.
             * @default null
             */
            visitor_id: string | null;
        };
        /** @description A code to validate. */
        SessionValidateCode: {
            /**
             * @description What the visitor typed: case, spaces and dashes do not matter.
             * @example K7QM4-9XZ2P
             */
            code: string;
            /**
             * Format: uuid
             * @description The station, when an operator validates for it; a station is itself.
             */
            station_id?: string | null;
        };
        /** @description What anybody may know of the site. */
        Site: {
            /**
             * @description The colour of what matters at the stations.
             * @example #ffc93c
             */
            accent_colour: string;
            /**
             * @description The currency that tariffs and sales begin with.
             * @example EUR
             */
            currency: string;
            /**
             * @description Where its logo is; the address changes with the logo.
             * @example /api/site/logo/?v=9f86d081884c7d65
             */
            logo?: string | null;
            /**
             * @description The notice to read, while only administrators may work.
             * @example null
             */
            maintenance?: string | null;
            /**
             * @description Its name.
             * @example Espace numérique de Saint-Denis
             */
            name: string;
            /**
             * @description Where it is as stations draw it, on their dark background.
             * @example /api/site/logo/poste/?v=60303ae22b998861
             */
            station_logo?: string | null;
            /**
             * @description The line at the foot of tickets; empty when there is none.
             * @example 02 62 00 00 00
             */
            ticket_footer: string;
        };
        /** @description What a till should hold in one currency of one method, and what was counted. */
        Solde: {
            /**
             * Format: int64
             * @description What was counted, once it was.
             * @example 7150
             */
            counted_minor?: number | null;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /**
             * Format: int64
             * @description What there is too much; negative for what is missing.
             * @example -50
             */
            difference_minor?: number | null;
            /**
             * Format: int64
             * @description What should be there.
             * @example 7200
             */
            expected_minor: number;
            /**
             * Format: int64
             * @description What it began with; in cash alone.
             * @example 5000
             */
            float_minor: number;
            /**
             * @description The method.
             * @example especes
             */
            method: string;
        };
        /** @description From when to when it is open. */
        Span: {
            /**
             * @description From this time of day on.
             * @example 08:30
             */
            from: string;
            /**
             * @description Until this time of day; `24:00` for midnight.
             * @example 12:00
             */
            to: string;
        };
        /** @description What failed while a machine started. */
        StartFault: {
            /**
             * @description In words, at most 200 characters.
             * @example root: SHA-256 differs
             */
            fault: string;
        };
        /**
         * @description Everything a station is told about itself. A field that is left out has its default, so that
         *     servers and stations of neighbouring versions understand each other.
         */
        StationSettings: {
            /**
             * @description The visitor's desktop.
             * @default {
             *       "applications": [
             *         "browser",
             *         "office",
             *         "documents",
             *         "files"
             *       ],
             *       "usb": "off"
             *     }
             */
            desktop: components["schemas"]["Desktop"];
            /**
             * Format: int32
             * @description How long the screen stays open after the end, to save files, in seconds; at most 120.
             * @default 0
             */
            grace_s: number;
            /**
             * @description Whether the time not used is kept then.
             * @default false
             */
            keeps_time: boolean;
            /** @default null */
            keyboard: components["schemas"]["Keyboard"] | null;
            /**
             * @description The languages a visitor can choose, the first one first: `fr`, `en`, `rcf`, `ln`, `sw`.
             * @default [
             *       "fr",
             *       "en"
             *     ]
             */
            languages: string[];
            /**
             * @description How the site looks.
             * @default {}
             */
            look: components["schemas"]["Look"];
            /**
             * @description Whether the visitor can call the desk.
             * @default true
             */
            may_call: boolean;
            /**
             * @description Whether a visitor may end the session from the station.
             * @default true
             */
            may_leave: boolean;
            /**
             * @description What a visitor can ask for at the lock screen.
             * @default []
             */
            offers: components["schemas"]["Offer"][];
            /** @default null */
            opening: components["schemas"]["Opening"] | null;
            /** @default null */
            terms: components["schemas"]["Terms"] | null;
            /**
             * @description Where the station's own software comes from.
             * @default stable
             */
            update_channel: components["schemas"]["UpdateChannel"];
        };
        /**
         * @description The state of a station.
         * @enum {string}
         */
        StationStatut: "disponible" | "occupe" | "reserve" | "maintenance" | "hors_ligne";
        /** @description What some minutes cost. */
        Tarif: {
            /**
             * Format: uuid
             * @description The agency it holds in.
             */
            agency_id: string;
            /**
             * @description A short code, unique in the agency.
             * @example H1
             */
            code: string;
            /**
             * Format: int64
             * @description When it was made, milliseconds of UTC.
             */
            created_at: number;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Whether it is in use.
             * @example true
             */
            is_active: boolean;
            /** @description Whether it grants one session or a pack. */
            kind: components["schemas"]["Kind"];
            /**
             * Format: int64
             * @description The minutes of each session; of the whole pack, for a pack of minutes.
             * @example 60
             */
            minutes: number;
            /**
             * @description Its name.
             * @example Une heure
             */
            name: string;
            /**
             * Format: int64
             * @description Its price in the currency's smallest unit where no rule says otherwise; 0 when it is free.
             * @example 200
             */
            price_minor: number;
            /** @description Other prices by room, weekday and hour; the first that fits holds. */
            rules: components["schemas"]["TarifRegle"][];
            /**
             * @description Whether visitors can ask for it at a station.
             * @example true
             */
            self_service: boolean;
            /**
             * Format: int64
             * @description How many sessions a pack of sessions grants.
             * @example 10
             */
            sessions?: number | null;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description For how many days a pack holds after the sale.
             * @example 180
             */
            valid_days?: number | null;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
            /**
             * Format: uuid
             * @description The room it is for; all rooms when absent.
             */
            zone_id?: string | null;
        };
        /** @description A tariff to make, or all of its fields to set. */
        TarifNouveau: {
            /**
             * Format: uuid
             * @description The agency; the caller's own when absent. It cannot be changed later.
             */
            agency_id?: string | null;
            /**
             * @description A short code, unique in the agency, at most 20 characters.
             * @example H1
             */
            code: string;
            /**
             * @description The currency: `CDF`, `USD` or `EUR`; a new tariff's is the agency's own when absent.
             * @example EUR
             */
            currency?: string;
            /**
             * @description Whether it is in use; `true` when absent.
             * @example true
             */
            is_active?: boolean;
            /** @description Whether it grants one session or a pack; one session when absent. */
            kind?: components["schemas"]["Kind"];
            /**
             * Format: int64
             * @description The minutes of each session, from 1 to 720; of the whole pack, for a pack of minutes, to 60 000.
             * @example 60
             */
            minutes: number;
            /**
             * @description Its name, at most 60 characters.
             * @example Une heure
             */
            name: string;
            /**
             * Format: int64
             * @description Its price in the currency's smallest unit; 0 when it is free.
             * @example 200
             */
            price_minor: number;
            /** @description Other prices by room, weekday and hour, at most 20; the first that fits holds. */
            rules?: components["schemas"]["TarifRegle"][];
            /**
             * @description Whether visitors can ask for it at a station.
             * @example true
             */
            self_service?: boolean;
            /**
             * Format: int64
             * @description How many sessions a pack of sessions grants, from 2 to 500; for such a pack alone.
             * @example null
             */
            sessions?: number | null;
            /**
             * Format: int64
             * @description For how many days a pack holds after the sale, to 1096; a year when absent. For packs alone.
             * @example null
             */
            valid_days?: number | null;
            /**
             * Format: uuid
             * @description The room it is for; all rooms when absent.
             */
            zone_id?: string | null;
        };
        /** @description Another price, in a room, on some days, at some hours; what is left out does not matter. */
        TarifRegle: {
            /** @description On these days of the agency's week; on all when empty. */
            days?: components["schemas"]["Jour"][];
            /**
             * @description From this time of the agency's day on.
             * @example 14:00
             */
            from?: string | null;
            /**
             * @description What the ticket calls it, at most 40 characters.
             * @example Heures creuses
             */
            name?: string;
            /**
             * Format: int64
             * @description The price then, in the tariff's currency; 0 when it is free.
             * @example 100
             */
            price_minor: number;
            /**
             * @description Until this time of day; `24:00` for midnight.
             * @example 16:00
             */
            to?: string | null;
            /**
             * Format: uuid
             * @description In this room.
             */
            zone_id?: string | null;
        };
        /** @description The terms of use. */
        Terms: {
            /** @description The text by language; French is always there. */
            texts: {
                [key: string]: string;
            };
            /** @description Names these terms; changed terms have another one. */
            version: string;
        };
        /**
         * @description The texts by language, stored as JSON.
         * @example {
         *       "en": "Be considerate of other visitors.",
         *       "fr": "Soyez respectueux des autres visiteurs."
         *     }
         */
        Texts: {
            [key: string]: string;
        };
        /** @description A ticket for a websocket. */
        Ticket: {
            /**
             * Format: int64
             * @description How long it is good for, in seconds.
             * @example 30
             */
            expires_in_s: number;
            /** @description Offered as the subprotocol `ticket.<ticket>` next to `guichet.v1`; good for one connection. */
            ticket: string;
        };
        /** @description A till: an operator at a register, from the opening to the closing. */
        Tiroir: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When it was closed.
             */
            closed_at?: number | null;
            /**
             * Format: uuid
             * @description Who closed it.
             */
            closed_by?: string | null;
            /** @description What it began with, in minor units by currency. */
            floats: Record<string, never>;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * Format: int64
             * @description When it was opened, milliseconds of UTC.
             */
            opened_at: number;
            /**
             * Format: uuid
             * @description Who holds it.
             */
            operateur: string;
            /**
             * @description That account's login.
             * @example accueil
             */
            operateur_name: string;
            /**
             * @description The register's name.
             * @example Caisse 1
             */
            register: string;
        };
        /** @description A till's count. */
        TiroirFermeture: {
            /** @description A remark, such as why there is a difference, at most 200 characters. */
            comment?: string | null;
            /** @description What was counted, by currency and method: each that the report expects. */
            counts: components["schemas"]["Comptage"][];
            /**
             * @description The day it is, when that is long after the last entry of the books: 409 `day_unconfirmed` asks for it.
             * @example null
             */
            day?: string | null;
        };
        /** @description A till to open. */
        TiroirNouveau: {
            /**
             * Format: uuid
             * @description The agency; the caller's own when absent.
             */
            agency_id?: string | null;
            /**
             * @description The day it is, when that is long after the last entry of the books: 409 `day_unconfirmed` asks for it.
             * @example null
             */
            day?: string | null;
            /** @description The float of each currency, in minor units. */
            floats?: Record<string, never>;
            /**
             * @description The register's name, at most 40 characters.
             * @example Caisse 1
             */
            register: string;
        };
        /** @description A token to verify. */
        TokenToVerify: {
            /** @description An access or a refresh token. */
            token: string;
        };
        /** @description The answer to a login or a refresh. */
        Tokens: {
            /** @description The access token: a JWT (EdDSA) of 30 minutes. */
            access: string;
            /** @description The refresh token, of 7 days; `null` for a browser, which has it in a cookie. */
            refresh?: string | null;
            /** @description Who signed in. */
            user: components["schemas"]["User"];
            /** @description A ticket for a websocket, as `/api/ws-ticket/` gives one: it spares a journey on a slow line. */
            ws_ticket: string;
        };
        /** @description What was taken in one currency by one method. */
        TotalMoyen: {
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /**
             * @description The method.
             * @example especes
             */
            method: string;
            /**
             * Format: int64
             * @description How many reversals.
             * @example 1
             */
            reversals: number;
            /**
             * Format: int64
             * @description What they came to; negative.
             * @example -200
             */
            reversed_minor: number;
            /**
             * Format: int64
             * @description How many sales.
             * @example 12
             */
            sales: number;
            /**
             * Format: int64
             * @description What they came to, in minor units.
             * @example 2400
             */
            sold_minor: number;
        };
        /** @description What was sold in a time. */
        Totaux: {
            /**
             * Format: int64
             * @description The number of the first sale or reversal.
             * @default null
             * @example 117
             */
            first_number: number | null;
            /**
             * Format: int64
             * @description The number of the last one.
             * @default null
             * @example 129
             */
            last_number: number | null;
            /** @description All that the agency ever sold, reversals taken off, in minor units by currency. */
            perpetual?: Record<string, never>;
            /**
             * @description By currency and method.
             * @default []
             */
            taken: components["schemas"]["TotalMoyen"][];
        };
        /**
         * @description Where a station's own software comes from.
         * @enum {string}
         */
        UpdateChannel: "stable" | "test" | "none";
        /**
         * @description What a USB stick can do at a station.
         * @enum {string}
         */
        UsbPolicy: "off" | "read_only" | "read_write";
        /** @description A person with an account, as the console shows it. */
        User: {
            /**
             * Format: uuid
             * @description The agency it works in.
             */
            agency_id?: string | null;
            /** @description E-mail address. */
            email?: string | null;
            /** @description First name. */
            first_name: string;
            /**
             * Format: uuid
             * @description The account.
             */
            id: string;
            /**
             * @description The language of its e-mails.
             * @example fr
             */
            language: string;
            /** @description Last name. */
            last_name: string;
            /**
             * @description The codes of its permissions.
             * @example [
             *       "visiteurs:lire",
             *       "sessions:creer"
             *     ]
             */
            permissions: string[];
            /** @description Phone number. */
            phone?: string | null;
            /**
             * @description The codes of its roles.
             * @example [
             *       "operateur_espace"
             *     ]
             */
            roles: string[];
            /**
             * @description Whether it signs in with a second factor.
             * @example false
             */
            two_factor: boolean;
            /**
             * @description The login.
             * @example accueil
             */
            username: string;
        };
        /** @description A visitor, with notes and use of the space. */
        Utilisateur: components["schemas"]["UtilisateurList"] & {
            /**
             * @description Why the visitor is banned; for those who work here.
             * @example null
             */
            ban_reason?: string | null;
            /**
             * Format: int64
             * @description Since when, milliseconds of UTC.
             */
            banned_at?: number | null;
            /**
             * Format: uuid
             * @description By whom.
             */
            banned_by?: string | null;
            /** @description What operators noted. */
            notes?: string | null;
            /** @description How the visitor has used the space. */
            stats: components["schemas"]["VisitorUse"];
        };
        /** @description Whether a visitor may have another session today. */
        UtilisateurCanCreate: {
            /** @description Whether a session would be issued. */
            can_create: boolean;
            /** @description The same for people, in the caller's language. */
            detail?: string | null;
            /**
             * Format: int64
             * @description How many sessions a day there may be.
             * @example 3
             */
            limit: number;
            /**
             * @description Why not: `consent_revoked`, `banned` or `quota`.
             * @example quota
             */
            reason?: string | null;
            /**
             * Format: int64
             * @description How many more sessions today.
             * @example 0
             */
            remaining: number;
        };
        /** @description A consent. */
        UtilisateurConsent: {
            /**
             * Format: int64
             * @description When it was given, milliseconds of UTC.
             */
            given_at: number;
            /**
             * Format: int64
             * @description When it was taken back, milliseconds of UTC.
             */
            revoked_at?: number | null;
        };
        /** @description A day, and how many visitors were registered. */
        UtilisateurDay: {
            /**
             * Format: int64
             * @description How many.
             * @example 3
             */
            count: number;
            /**
             * Format: date
             * @description The day, in the site's time zone.
             * @example 2026-11-20
             */
            day: string;
        };
        /** @description All that is held about a visitor. */
        UtilisateurExport: {
            /** @description When consent was given and taken back. */
            consents: components["schemas"]["UtilisateurConsent"][];
            /**
             * Format: int64
             * @description When it was put together, milliseconds of UTC.
             */
            exported_at: number;
            /** @description What was done with the visitor's data. */
            log: components["schemas"]["UtilisateurLogLine"][];
            /** @description The photo, as a `data:` address. */
            photo?: string | null;
            /** @description The sessions. */
            sessions: components["schemas"]["Session"][];
            /** @description The traffic data of the sessions, which the law has kept for a year. */
            traffic: Record<string, never>[];
            /** @description The visitor. */
            visitor: components["schemas"]["Utilisateur"];
        };
        /** @description A visitor, as lists show one. */
        UtilisateurList: {
            /**
             * Format: int32
             * @description The age in whole years, today in the site's time zone; computed, never stored.
             * @example 36
             */
            age?: number | null;
            /**
             * Format: uuid
             * @description The agency that registered the visitor.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description Until when the visitor is banned, milliseconds of UTC; past once the ban is over.
             */
            banned_until?: number | null;
            /**
             * Format: date
             * @description The day of birth.
             * @example 1990-05-17
             */
            birth_date?: string | null;
            /** @description Whether consent is in force. */
            consent: boolean;
            /**
             * Format: int64
             * @description When consent was last given, milliseconds of UTC.
             */
            consent_at?: number | null;
            /**
             * Format: int64
             * @description When it was taken back, milliseconds of UTC.
             */
            consent_revoked_at?: number | null;
            /**
             * Format: int64
             * @description When the visitor was registered, milliseconds of UTC.
             */
            created_at: number;
            /**
             * @description The address of e-mail.
             * @example ana@example.org
             */
            email?: string | null;
            /**
             * @description The first name.
             * @example Ana
             */
            first_name: string;
            /** @description Whether there is a photo, at `photo/` below the visitor. */
            has_photo: boolean;
            /**
             * Format: uuid
             * @description The id.
             */
            id: string;
            /**
             * @description The family name.
             * @example Exemple
             */
            last_name: string;
            /**
             * Format: uuid
             * @description The account of the operator who registered the visitor.
             */
            operateur: string;
            /**
             * @description The phone number, E.164.
             * @example +262692123456
             */
            phone?: string | null;
            /**
             * Format: int64
             * @description When the visitor last changed, milliseconds of UTC.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
        };
        /**
         * @description What was done with a visitor's data. Which employee did it is theirs to keep (Court of Justice
         *     of the European Union, C-579/21).
         */
        UtilisateurLogLine: {
            /** @description What was done. */
            action: string;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            at: number;
            /** @description The module. */
            category: string;
            /** @description Details, such as the names of the fields that changed. */
            metadata: Record<string, never>;
        };
        /** @description The fields of a visitor to change; those left out stay, those that are `null` are emptied. */
        UtilisateurPatch: {
            /**
             * Format: uuid
             * @default null
             */
            agency_id: string | null;
            /**
             * Format: date
             * @default null
             */
            birth_date: string | null;
            /** @default null */
            consent: boolean | null;
            /** @default null */
            email: string | null;
            /** @default null */
            first_name: string | null;
            /** @default null */
            last_name: string | null;
            /** @default null */
            notes: string | null;
            /**
             * Format: uuid
             * @default null
             */
            operateur: string | null;
            /** @default null */
            phone: string | null;
        };
        /** @description Counts of visitors. */
        UtilisateurStats: {
            /** @description How many were registered on each of the last 30 days, today last. */
            by_day: components["schemas"]["UtilisateurDay"][];
            /**
             * Format: int64
             * @description How many were registered since Monday.
             * @example 17
             */
            new_this_week: number;
            /**
             * Format: int64
             * @description How many were registered today, in the site's time zone.
             * @example 3
             */
            new_today: number;
            /**
             * Format: int64
             * @description How many who took it back.
             * @example 5
             */
            revoked: number;
            /**
             * Format: int64
             * @description How many visitors there are.
             * @example 420
             */
            total: number;
            /**
             * Format: int64
             * @description How many whose consent is in force.
             * @example 415
             */
            with_consent: number;
        };
        /** @description A code that opens a session. */
        ValidCode: {
            /** @description The session it opens. */
            session: components["schemas"]["SessionTime"];
            /** @description Always true: a wrong code is a problem. */
            valid: boolean;
        };
        /** @description A sale, or the reversal of one. */
        Vente: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description The amount in the currency's smallest unit; negative when a sale is taken back.
             * @example 200
             */
            amount_minor: number;
            /**
             * Format: int64
             * @description When, milliseconds of UTC.
             */
            at: number;
            /**
             * Format: uuid
             * @description The batch of passes that was sold.
             */
            batch_id?: string | null;
            /**
             * @description The currency, ISO 4217.
             * @example EUR
             */
            currency: string;
            /**
             * @description The day of the books.
             * @example 2026-11-20
             */
            day: string;
            /**
             * @description Its hash in the chain, hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            hash: string;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Whether it sells or takes a sale back. */
            kind: components["schemas"]["VenteGenre"];
            /** @description What was sold. */
            lines: components["schemas"]["LigneVente"][];
            /**
             * @description How it was paid: `especes`, `mpesa`, `airtel`, `orange`, `carte` or `banque`.
             * @example especes
             */
            method: string;
            /**
             * Format: int64
             * @description Its number in the agency, without gaps.
             * @example 128
             */
            number: number;
            /**
             * Format: uuid
             * @description Who sold.
             */
            operateur: string;
            /**
             * @description That account's login.
             * @example accueil
             */
            operateur_name: string;
            /** @description Why a sale was taken back. */
            reason?: string | null;
            /** @description The provider's or the terminal's reference. */
            reference?: string | null;
            /**
             * @description The register's name.
             * @example Caisse 1
             */
            register: string;
            /**
             * Format: uuid
             * @description What took this one back.
             */
            reversed_by?: string | null;
            /**
             * Format: uuid
             * @description The sale that this one takes back.
             */
            reverses?: string | null;
            /**
             * Format: int64
             * @description That sale's number.
             */
            reverses_number?: number | null;
            /**
             * @description The last two symbols of its code.
             * @example 7K
             */
            session_hint?: string | null;
            /**
             * Format: uuid
             * @description The session that was sold.
             */
            session_id?: string | null;
            /**
             * @description Its state, as long as it is kept.
             * @example terminee
             */
            session_statut?: string | null;
            /**
             * Format: uuid
             * @description The tariff, when there is one.
             */
            tariff_id?: string | null;
            /**
             * Format: uuid
             * @description The till.
             */
            till_id: string;
            /**
             * Format: uuid
             * @description The visitor.
             */
            visitor_id?: string | null;
            /** @description The visitor's name. */
            visitor_name?: string | null;
        };
        /** @description Why a sale is taken back. */
        VenteAnnulation: {
            /**
             * @description The reason, at most 200 characters.
             * @example Le poste ne démarrait pas
             */
            reason: string;
        };
        /**
         * @description Whether a row sells or takes a sale back.
         * @enum {string}
         */
        VenteGenre: "vente" | "annulation";
        /** @description Something to sell that is no session: packs, prints. */
        VenteNouvelle: {
            /**
             * @description The currency; that of the tariffs when absent, else the agency's own.
             * @example EUR
             */
            currency?: string | null;
            /** @description The lines, from 1 to 20. */
            lines: components["schemas"]["LigneNouvelle"][];
            /** @description How it is paid. */
            payment: components["schemas"]["Paiement"];
            /**
             * Format: uuid
             * @description The visitor; required for packs, whose balance is kept.
             */
            visitor_id?: string | null;
        };
        /** @description Sales by tariff and currency. */
        VentesRapport: {
            /** @description Which days. */
            period: components["schemas"]["PeriodeComparee"];
            /** @description By tariff and currency, the largest amount of each currency first. */
            tariffs: components["schemas"]["RecetteTarif"][];
        };
        /** @description What a walk along an agency's journal came to. */
        VerificationCaisse: {
            /**
             * Format: uuid
             * @description The agency.
             */
            agency_id: string;
            /**
             * @description Its name.
             * @example Espace numérique de Saint-Denis
             */
            agency_name: string;
            fault?: components["schemas"]["FauteCaisse"] | null;
            /** @description Whether every row is as it was written, and none is missing. */
            is_sound: boolean;
            /**
             * @description The chain's head: its hash, hexadecimal.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            last_hash: string;
            /**
             * Format: int64
             * @description The chain's head: its place.
             * @example 431
             */
            last_seq: number;
            /**
             * Format: int64
             * @description Rows that were checked.
             * @example 431
             */
            rows: number;
        };
        /** @description What a walk along the log's chain came to. */
        VerificationJournal: {
            /**
             * Format: int64
             * @description Lines of archives that were checked.
             * @example 120400
             */
            archived_rows: number;
            fault?: components["schemas"]["FauteJournal"] | null;
            /** @description Whether every line is as it was written, and none is missing. */
            is_sound: boolean;
            /**
             * @description The chain's head: its hash, hexadecimal. Kept elsewhere, it proves later that nothing was written anew.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            last_hash: string;
            /**
             * Format: int64
             * @description The chain's head when the walk began: its place.
             * @example 135610
             */
            last_seq: number;
            /** @description Archives whose files are not here and could not be checked. */
            missing_files: string[];
            /**
             * Format: int64
             * @description Lines of the table that were checked.
             * @example 15210
             */
            rows: number;
        };
        /** @description What a visitor has used. */
        VisitorUse: {
            /**
             * Format: int64
             * @description When the last one started, milliseconds of UTC.
             */
            last_session_at?: number | null;
            /**
             * Format: int64
             * @description How many sessions started.
             * @example 12
             */
            sessions: number;
            /**
             * Format: int64
             * @description For how long in all, in seconds.
             * @example 30600
             */
            total_s: number;
        };
        /** @description A room of an agency. */
        Zone: components["schemas"]["ZoneRegles"] & {
            /**
             * Format: uuid
             * @description The agency it belongs to.
             */
            agency_id: string;
            /**
             * Format: int64
             * @description When it was made, milliseconds of UTC.
             */
            created_at: number;
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /**
             * @description Its name, unique in its agency; stations stand in it by this name.
             * @example Salle A
             */
            name: string;
            /**
             * Format: int64
             * @description When it last changed.
             */
            updated_at: number;
            /**
             * Format: int64
             * @description Grows with each change.
             */
            version: number;
        };
        /** @description What holds for the stations of a room. */
        ZoneRegles: {
            /**
             * @description Whether the desk may start sessions outside the opening hours.
             * @default true
             */
            desk_outside_hours: boolean;
            /**
             * @description The visitor's desktop.
             * @default {
             *       "applications": [
             *         "browser",
             *         "office",
             *         "documents",
             *         "files"
             *       ],
             *       "usb": "off"
             *     }
             */
            desktop: components["schemas"]["Desktop"];
            /**
             * Format: int32
             * @description How long the screen stays open after the end, to save files, in seconds; at most 120.
             * @default 0
             * @example 30
             */
            grace_s: number;
            /** @default null */
            hours: components["schemas"]["Horaires"] | null;
            /**
             * @description What kind of image stations start that have no disk.
             * @default kiosk
             * @example kiosk
             */
            image_profile: string;
            /**
             * @description Whether the time not used is kept then.
             * @default false
             */
            keeps_time: boolean;
            /**
             * @description The languages a visitor can choose, the first one first.
             * @default [
             *       "fr",
             *       "en"
             *     ]
             * @example [
             *       "fr",
             *       "en"
             *     ]
             */
            languages: string[];
            /**
             * @description Whether a visitor can call the desk.
             * @default true
             */
            may_call: boolean;
            /**
             * @description Whether a visitor may end the session from the station.
             * @default true
             */
            may_leave: boolean;
            /**
             * @description Whether stations without a disk start again at night to get a new image.
             * @default true
             */
            renews_at_night: boolean;
            /**
             * @description Where the stations' own software comes from.
             * @default stable
             */
            update_channel: components["schemas"]["UpdateChannel"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type SchemaActiviteJour = components['schemas']['ActiviteJour'];
export type SchemaActiviteRapport = components['schemas']['ActiviteRapport'];
export type SchemaAgency = components['schemas']['Agency'];
export type SchemaAgencyPatch = components['schemas']['AgencyPatch'];
export type SchemaAppel = components['schemas']['Appel'];
export type SchemaApplication = components['schemas']['Application'];
export type SchemaApproval = components['schemas']['Approval'];
export type SchemaArchiveCaisse = components['schemas']['ArchiveCaisse'];
export type SchemaAttente = components['schemas']['Attente'];
export type SchemaAuthSession = components['schemas']['AuthSession'];
export type SchemaBannissement = components['schemas']['Bannissement'];
export type SchemaBootImage = components['schemas']['BootImage'];
export type SchemaBootImages = components['schemas']['BootImages'];
export type SchemaBootStart = components['schemas']['BootStart'];
export type SchemaBootZone = components['schemas']['BootZone'];
export type SchemaBroadcast = components['schemas']['Broadcast'];
export type SchemaBroadcastSent = components['schemas']['BroadcastSent'];
export type SchemaCaisseEtat = components['schemas']['CaisseEtat'];
export type SchemaCallState = components['schemas']['CallState'];
export type SchemaCleApi = components['schemas']['CleApi'];
export type SchemaCleApiCreee = components['schemas']['CleApiCreee'];
export type SchemaCleApiNouvelle = components['schemas']['CleApiNouvelle'];
export type SchemaCloture = components['schemas']['Cloture'];
export type SchemaCodesDeSecours = components['schemas']['CodesDeSecours'];
export type SchemaCommand = components['schemas']['Command'];
export type SchemaCommandAsked = components['schemas']['CommandAsked'];
export type SchemaCommandSent = components['schemas']['CommandSent'];
export type SchemaComptage = components['schemas']['Comptage'];
export type SchemaCompte = components['schemas']['Compte'];
export type SchemaCompteChamps = components['schemas']['CompteChamps'];
export type SchemaCompteCree = components['schemas']['CompteCree'];
export type SchemaCompteNouveau = components['schemas']['CompteNouveau'];
export type SchemaCompteRole = components['schemas']['CompteRole'];
export type SchemaConditions = components['schemas']['Conditions'];
export type SchemaConditionsEnVigueur = components['schemas']['ConditionsEnVigueur'];
export type SchemaConditionsNouvelles = components['schemas']['ConditionsNouvelles'];
export type SchemaCredentials = components['schemas']['Credentials'];
export type SchemaCredit = components['schemas']['Credit'];
export type SchemaDayCount = components['schemas']['DayCount'];
export type SchemaDayOfSessions = components['schemas']['DayOfSessions'];
export type SchemaDesktop = components['schemas']['Desktop'];
export type SchemaDoubleAuthentification = components['schemas']['DoubleAuthentification'];
export type SchemaDoubleAuthentificationActive = components['schemas']['DoubleAuthentificationActive'];
export type SchemaDoubleAuthentificationSecret = components['schemas']['DoubleAuthentificationSecret'];
export type SchemaDureePresence = components['schemas']['DureePresence'];
export type SchemaEnrolRequest = components['schemas']['EnrolRequest'];
export type SchemaEnrolment = components['schemas']['Enrolment'];
export type SchemaEnrolmentStatus = components['schemas']['EnrolmentStatus'];
export type SchemaEnrolmentToken = components['schemas']['EnrolmentToken'];
export type SchemaEtatBase = components['schemas']['EtatBase'];
export type SchemaEtatCourrier = components['schemas']['EtatCourrier'];
export type SchemaEtatEcritures = components['schemas']['EtatEcritures'];
export type SchemaEtatHorloge = components['schemas']['EtatHorloge'];
export type SchemaEtatJournal = components['schemas']['EtatJournal'];
export type SchemaEtatLiaisons = components['schemas']['EtatLiaisons'];
export type SchemaEtatPartie = components['schemas']['EtatPartie'];
export type SchemaEtatPlace = components['schemas']['EtatPlace'];
export type SchemaEtatSysteme = components['schemas']['EtatSysteme'];
export type SchemaEtatTaches = components['schemas']['EtatTaches'];
export type SchemaFault = components['schemas']['Fault'];
export type SchemaFauteCaisse = components['schemas']['FauteCaisse'];
export type SchemaFauteJournal = components['schemas']['FauteJournal'];
export type SchemaFieldProblem = components['schemas']['FieldProblem'];
export type SchemaHealth = components['schemas']['Health'];
export type SchemaHistoriqueEtat = components['schemas']['HistoriqueEtat'];
export type SchemaHistoriqueEtatList = components['schemas']['HistoriqueEtatList'];
export type SchemaHoraires = components['schemas']['Horaires'];
export type SchemaInscription = components['schemas']['Inscription'];
export type SchemaInscriptionRecue = components['schemas']['InscriptionRecue'];
export type SchemaJob = components['schemas']['Job'];
export type SchemaJobRun = components['schemas']['JobRun'];
export type SchemaJour = components['schemas']['Jour'];
export type SchemaJournalSupprimable = components['schemas']['JournalSupprimable'];
export type SchemaJours = components['schemas']['Jours'];
export type SchemaKeyboard = components['schemas']['Keyboard'];
export type SchemaKind = components['schemas']['Kind'];
export type SchemaLanguage = components['schemas']['Language'];
export type SchemaLibkiAnswer = components['schemas']['LibkiAnswer'];
export type SchemaLibkiCommand = components['schemas']['LibkiCommand'];
export type SchemaLibkiDone = components['schemas']['LibkiDone'];
export type SchemaLibkiKind = components['schemas']['LibkiKind'];
export type SchemaLibkiLoggedIn = components['schemas']['LibkiLoggedIn'];
export type SchemaLibkiLoggedOut = components['schemas']['LibkiLoggedOut'];
export type SchemaLibkiOrders = components['schemas']['LibkiOrders'];
export type SchemaLibkiRefused = components['schemas']['LibkiRefused'];
export type SchemaLibkiRegistered = components['schemas']['LibkiRegistered'];
export type SchemaLibkiSettings = components['schemas']['LibkiSettings'];
export type SchemaLibkiUserData = components['schemas']['LibkiUserData'];
export type SchemaLien = components['schemas']['Lien'];
export type SchemaLigneNouvelle = components['schemas']['LigneNouvelle'];
export type SchemaLigneVente = components['schemas']['LigneVente'];
export type SchemaLog = components['schemas']['Log'];
export type SchemaLogFilter = components['schemas']['LogFilter'];
export type SchemaLogList = components['schemas']['LogList'];
export type SchemaLogStats = components['schemas']['LogStats'];
export type SchemaLogo = components['schemas']['Logo'];
export type SchemaLook = components['schemas']['Look'];
export type SchemaLotCree = components['schemas']['LotCree'];
export type SchemaLotDePasses = components['schemas']['LotDePasses'];
export type SchemaLotNouveau = components['schemas']['LotNouveau'];
export type SchemaMontant = components['schemas']['Montant'];
export type SchemaMotDePasseChoisi = components['schemas']['MotDePasseChoisi'];
export type SchemaMotDePasseOublie = components['schemas']['MotDePasseOublie'];
export type SchemaMotDePasseRemplace = components['schemas']['MotDePasseRemplace'];
export type SchemaMotifFin = components['schemas']['MotifFin'];
export type SchemaMoyenPaiement = components['schemas']['MoyenPaiement'];
export type SchemaNewAgency = components['schemas']['NewAgency'];
export type SchemaNewUtilisateur = components['schemas']['NewUtilisateur'];
export type SchemaNewZone = components['schemas']['NewZone'];
export type SchemaOccupation = components['schemas']['Occupation'];
export type SchemaOccupationJour = components['schemas']['OccupationJour'];
export type SchemaOccupationRapport = components['schemas']['OccupationRapport'];
export type SchemaOccupationSalle = components['schemas']['OccupationSalle'];
export type SchemaOffer = components['schemas']['Offer'];
export type SchemaOpening = components['schemas']['Opening'];
export type SchemaPageAgency = components['schemas']['Page_Agency'];
export type SchemaPageAppel = components['schemas']['Page_Appel'];
export type SchemaPageAuthSession = components['schemas']['Page_AuthSession'];
export type SchemaPageBootStart = components['schemas']['Page_BootStart'];
export type SchemaPageCleApi = components['schemas']['Page_CleApi'];
export type SchemaPageCloture = components['schemas']['Page_Cloture'];
export type SchemaPageCommandAsked = components['schemas']['Page_CommandAsked'];
export type SchemaPageCompte = components['schemas']['Page_Compte'];
export type SchemaPageConditions = components['schemas']['Page_Conditions'];
export type SchemaPageCredit = components['schemas']['Page_Credit'];
export type SchemaPageJob = components['schemas']['Page_Job'];
export type SchemaPageJobRun = components['schemas']['Page_JobRun'];
export type SchemaPageLotDePasses = components['schemas']['Page_LotDePasses'];
export type SchemaPageOccupationJour = components['schemas']['Page_OccupationJour'];
export type SchemaPageParametre = components['schemas']['Page_Parametre'];
export type SchemaPagePendingEnrolment = components['schemas']['Page_PendingEnrolment'];
export type SchemaPagePeriodePresence = components['schemas']['Page_PeriodePresence'];
export type SchemaPagePermission = components['schemas']['Page_Permission'];
export type SchemaPageReport = components['schemas']['Page_Report'];
export type SchemaPageRole = components['schemas']['Page_Role'];
export type SchemaPageService = components['schemas']['Page_Service'];
export type SchemaPageTarif = components['schemas']['Page_Tarif'];
export type SchemaPageTiroir = components['schemas']['Page_Tiroir'];
export type SchemaPageUtilisateurList = components['schemas']['Page_UtilisateurList'];
export type SchemaPageVente = components['schemas']['Page_Vente'];
export type SchemaPageZone = components['schemas']['Page_Zone'];
export type SchemaPaiement = components['schemas']['Paiement'];
export type SchemaParametre = components['schemas']['Parametre'];
export type SchemaParametreValeur = components['schemas']['ParametreValeur'];
export type SchemaPartiePresence = components['schemas']['PartiePresence'];
export type SchemaPasse = components['schemas']['Passe'];
export type SchemaPasswordChange = components['schemas']['PasswordChange'];
export type SchemaPendingCommand = components['schemas']['PendingCommand'];
export type SchemaPendingEnrolment = components['schemas']['PendingEnrolment'];
export type SchemaPeriodeComparee = components['schemas']['PeriodeComparee'];
export type SchemaPeriodePresence = components['schemas']['PeriodePresence'];
export type SchemaPermission = components['schemas']['Permission'];
export type SchemaPicture = components['schemas']['Picture'];
export type SchemaPlaced = components['schemas']['Placed'];
export type SchemaPlanPlace = components['schemas']['PlanPlace'];
export type SchemaPoste = components['schemas']['Poste'];
export type SchemaPosteChamps = components['schemas']['PosteChamps'];
export type SchemaPosteConnexion = components['schemas']['PosteConnexion'];
export type SchemaPosteConnexionReponse = components['schemas']['PosteConnexionReponse'];
export type SchemaPosteCreate = components['schemas']['PosteCreate'];
export type SchemaPosteDefi = components['schemas']['PosteDefi'];
export type SchemaPosteHeartbeat = components['schemas']['PosteHeartbeat'];
export type SchemaPosteHeartbeatReponse = components['schemas']['PosteHeartbeatReponse'];
export type SchemaPosteList = components['schemas']['PosteList'];
export type SchemaPosteOrigine = components['schemas']['PosteOrigine'];
export type SchemaPostePatch = components['schemas']['PostePatch'];
export type SchemaPosteReglages = components['schemas']['PosteReglages'];
export type SchemaPosteReglagesPropres = components['schemas']['PosteReglagesPropres'];
export type SchemaPosteStats = components['schemas']['PosteStats'];
export type SchemaPreference = components['schemas']['Preference'];
export type SchemaPreferences = components['schemas']['Preferences'];
export type SchemaPresenceRapport = components['schemas']['PresenceRapport'];
export type SchemaPreuveDesDeuxFacteurs = components['schemas']['PreuveDesDeuxFacteurs'];
export type SchemaPrix = components['schemas']['Prix'];
export type SchemaPrixActuel = components['schemas']['PrixActuel'];
export type SchemaPrixEnVigueur = components['schemas']['PrixEnVigueur'];
export type SchemaProblem = components['schemas']['Problem'];
export type SchemaProfilChamps = components['schemas']['ProfilChamps'];
export type SchemaPublication = components['schemas']['Publication'];
export type SchemaRapportCaisse = components['schemas']['RapportCaisse'];
export type SchemaRecette = components['schemas']['Recette'];
export type SchemaRecetteTarif = components['schemas']['RecetteTarif'];
export type SchemaRefreshToken = components['schemas']['RefreshToken'];
export type SchemaReport = components['schemas']['Report'];
export type SchemaRole = components['schemas']['Role'];
export type SchemaRoleChamps = components['schemas']['RoleChamps'];
export type SchemaRoleNouveau = components['schemas']['RoleNouveau'];
export type SchemaRoomPlan = components['schemas']['RoomPlan'];
export type SchemaService = components['schemas']['Service'];
export type SchemaServiceNouveau = components['schemas']['ServiceNouveau'];
export type SchemaSession = components['schemas']['Session'];
export type SchemaSessionActive = components['schemas']['SessionActive'];
export type SchemaSessionAddTime = components['schemas']['SessionAddTime'];
export type SchemaSessionCreate = components['schemas']['SessionCreate'];
export type SchemaSessionCreated = components['schemas']['SessionCreated'];
export type SchemaSessionDetail = components['schemas']['SessionDetail'];
export type SchemaSessionList = components['schemas']['SessionList'];
export type SchemaSessionStart = components['schemas']['SessionStart'];
export type SchemaSessionStats = components['schemas']['SessionStats'];
export type SchemaSessionStatut = components['schemas']['SessionStatut'];
export type SchemaSessionTerminate = components['schemas']['SessionTerminate'];
export type SchemaSessionTicketCode = components['schemas']['SessionTicketCode'];
export type SchemaSessionTime = components['schemas']['SessionTime'];
export type SchemaSessionTimeRemaining = components['schemas']['SessionTimeRemaining'];
export type SchemaSessionUpdate = components['schemas']['SessionUpdate'];
export type SchemaSessionValidateCode = components['schemas']['SessionValidateCode'];
export type SchemaSite = components['schemas']['Site'];
export type SchemaSolde = components['schemas']['Solde'];
export type SchemaSpan = components['schemas']['Span'];
export type SchemaStartFault = components['schemas']['StartFault'];
export type SchemaStationSettings = components['schemas']['StationSettings'];
export type SchemaStationStatut = components['schemas']['StationStatut'];
export type SchemaTarif = components['schemas']['Tarif'];
export type SchemaTarifNouveau = components['schemas']['TarifNouveau'];
export type SchemaTarifRegle = components['schemas']['TarifRegle'];
export type SchemaTerms = components['schemas']['Terms'];
export type SchemaTexts = components['schemas']['Texts'];
export type SchemaTicket = components['schemas']['Ticket'];
export type SchemaTiroir = components['schemas']['Tiroir'];
export type SchemaTiroirFermeture = components['schemas']['TiroirFermeture'];
export type SchemaTiroirNouveau = components['schemas']['TiroirNouveau'];
export type SchemaTokenToVerify = components['schemas']['TokenToVerify'];
export type SchemaTokens = components['schemas']['Tokens'];
export type SchemaTotalMoyen = components['schemas']['TotalMoyen'];
export type SchemaTotaux = components['schemas']['Totaux'];
export type SchemaUpdateChannel = components['schemas']['UpdateChannel'];
export type SchemaUsbPolicy = components['schemas']['UsbPolicy'];
export type SchemaUser = components['schemas']['User'];
export type SchemaUtilisateur = components['schemas']['Utilisateur'];
export type SchemaUtilisateurCanCreate = components['schemas']['UtilisateurCanCreate'];
export type SchemaUtilisateurConsent = components['schemas']['UtilisateurConsent'];
export type SchemaUtilisateurDay = components['schemas']['UtilisateurDay'];
export type SchemaUtilisateurExport = components['schemas']['UtilisateurExport'];
export type SchemaUtilisateurList = components['schemas']['UtilisateurList'];
export type SchemaUtilisateurLogLine = components['schemas']['UtilisateurLogLine'];
export type SchemaUtilisateurPatch = components['schemas']['UtilisateurPatch'];
export type SchemaUtilisateurStats = components['schemas']['UtilisateurStats'];
export type SchemaValidCode = components['schemas']['ValidCode'];
export type SchemaVente = components['schemas']['Vente'];
export type SchemaVenteAnnulation = components['schemas']['VenteAnnulation'];
export type SchemaVenteGenre = components['schemas']['VenteGenre'];
export type SchemaVenteNouvelle = components['schemas']['VenteNouvelle'];
export type SchemaVentesRapport = components['schemas']['VentesRapport'];
export type SchemaVerificationCaisse = components['schemas']['VerificationCaisse'];
export type SchemaVerificationJournal = components['schemas']['VerificationJournal'];
export type SchemaVisitorUse = components['schemas']['VisitorUse'];
export type SchemaZone = components['schemas']['Zone'];
export type SchemaZoneRegles = components['schemas']['ZoneRegles'];
export type $defs = Record<string, never>;
type FlattenedDeepRequired<T> = {
    [K in keyof T]-?: FlattenedDeepRequired<T[K] extends unknown[] | undefined | null ? Extract<T[K], unknown[]>[number] : T[K]>;
};
type ReadonlyArray<T> = [
    Exclude<T, undefined>
] extends [
    unknown[]
] ? Readonly<Exclude<T, undefined>> : Readonly<Exclude<T, undefined>[]>;
export const applicationValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Application"]> = ["browser", "office", "documents", "files"];
export const callStateValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["CallState"]> = ["ouvert", "repondu", "retire"];
export const commandOneOf0KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["lock"];
export const commandOneOf1KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["message"];
export const commandOneOf2KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["restart"];
export const commandOneOf3KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["shutdown"];
export const commandOneOf4KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["update"];
export const commandOneOf5KindValues: ReadonlyArray<Extract<FlattenedDeepRequired<components>["schemas"]["Command"], {
    kind: unknown;
}>["kind"]> = ["wake"];
export const enrolmentStatusValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["EnrolmentStatus"]> = ["enrolled", "pending"];
export const etatPartieValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["EtatPartie"]> = ["ok", "warning", "critical"];
export const faultValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Fault"]> = ["unreadable", "incomplete", "unsigned"];
export const jourValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Jour"]> = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
export const keyboardValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Keyboard"]> = ["fr", "fr-bepo", "be", "ch-fr", "ch-de", "ca", "cd", "gb", "us", "us-intl", "de", "es", "it", "pt", "br"];
export const kindValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Kind"]> = ["duree", "seances", "minutes"];
export const languageValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["Language"]> = ["fr", "en"];
export const libkiKindValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["LibkiKind"]> = ["suspend", "drop", "unlock"];
export const moyenPaiementValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["MoyenPaiement"]> = ["especes", "mpesa", "airtel", "orange", "carte", "banque"];
export const posteOrigineValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["PosteOrigine"]> = ["guichet", "libki"];
export const sessionStatutValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["SessionStatut"]> = ["en_attente", "active", "suspendue", "terminee", "expiree", "annulee"];
export const stationStatutValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["StationStatut"]> = ["disponible", "occupe", "reserve", "maintenance", "hors_ligne"];
export const updateChannelValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["UpdateChannel"]> = ["stable", "test", "none"];
export const usbPolicyValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["UsbPolicy"]> = ["off", "read_only", "read_write"];
export const venteGenreValues: ReadonlyArray<FlattenedDeepRequired<components>["schemas"]["VenteGenre"]> = ["vente", "annulation"];
export type operations = Record<string, never>;
