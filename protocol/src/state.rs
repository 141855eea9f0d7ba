//! The states of stations and sessions, in the words that operators use, and what leads where.
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Declares an enumeration whose values are the same word in Rust, in the table and on the wire.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:tt,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    other => Err(format!(concat!("{:?} is not a ", stringify!($name)), other)),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                word.parse()
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The state of a station.
    StationStatut {
        /// Free: a session can start here.
        Disponible = "disponible",
        /// A session holds it, running or suspended.
        Occupe = "occupe",
        /// Kept for somebody.
        Reserve = "reserve",
        /// Out of service for repair.
        Maintenance = "maintenance",
        /// Taken out of use, or never seen.
        HorsLigne = "hors_ligne",
    }
}

words! {
    /// The state of a session.
    SessionStatut {
        /// Its code was issued and not used yet.
        EnAttente = "en_attente",
        /// Its time is running.
        Active = "active",
        /// Its time stands still; the station stays locked and kept.
        Suspendue = "suspendue",
        /// It was ended by somebody.
        Terminee = "terminee",
        /// Its time was used up, or its code was never used.
        Expiree = "expiree",
        /// It was cancelled before it started.
        Annulee = "annulee",
    }
}

words! {
    /// What can be done to a session.
    SessionAction {
        /// Start its time.
        Start = "start",
        /// Stop its time for a while.
        Suspend = "suspend",
        /// Let its time run again.
        Resume = "resume",
        /// Grant or take back time.
        AddTime = "add_time",
        /// End it before its time is used up.
        Terminate = "terminate",
        /// End it because its time is used up or its code is too old.
        Expire = "expire",
        /// Withdraw its code before it was used.
        Cancel = "cancel",
    }
}

/// An action does not apply to a session in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongState {
    /// The state the session is in.
    pub from: SessionStatut,
    /// What was to be done.
    pub action: SessionAction,
}

impl SessionStatut {
    /// The state after `action`. This is the whole life cycle (SES-002): what is not here is refused.
    ///
    /// # Errors
    /// [`WrongState`] when the action does not apply.
    pub fn after(self, action: SessionAction) -> Result<Self, WrongState> {
        use SessionAction as Do;
        match (self, action) {
            (Self::EnAttente, Do::Start) | (Self::Suspendue, Do::Resume) | (Self::Active, Do::AddTime) => {
                Ok(Self::Active)
            }
            (Self::Active, Do::Suspend) | (Self::Suspendue, Do::AddTime) => Ok(Self::Suspendue),
            (Self::Active | Self::Suspendue, Do::Terminate) => Ok(Self::Terminee),
            (Self::Active | Self::EnAttente, Do::Expire) => Ok(Self::Expiree),
            (Self::EnAttente, Do::Cancel) => Ok(Self::Annulee),
            _ => Err(WrongState { from: self, action }),
        }
    }

    /// Whether the session holds its station.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Active | Self::Suspendue)
    }

    /// Whether nothing more can happen to it.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Terminee | Self::Expiree | Self::Annulee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SessionAction as Do;
    use SessionStatut as In;

    /// SES-002: all pairs of state and action, the allowed ones written out once more.
    #[test]
    fn only_the_declared_transitions_succeed() {
        let allowed = [
            (In::EnAttente, Do::Start, In::Active),
            (In::EnAttente, Do::Cancel, In::Annulee),
            (In::EnAttente, Do::Expire, In::Expiree),
            (In::Active, Do::Suspend, In::Suspendue),
            (In::Active, Do::AddTime, In::Active),
            (In::Active, Do::Terminate, In::Terminee),
            (In::Active, Do::Expire, In::Expiree),
            (In::Suspendue, Do::Resume, In::Active),
            (In::Suspendue, Do::AddTime, In::Suspendue),
            (In::Suspendue, Do::Terminate, In::Terminee),
        ];
        for from in In::ALL {
            for action in Do::ALL {
                let expected = allowed.iter().find(|(f, a, _)| f == from && a == action).map(|(_, _, to)| *to);
                assert_eq!(from.after(*action).ok(), expected, "{from} {action}");
            }
        }
    }

    #[test]
    fn a_word_is_the_same_everywhere() {
        for statut in In::ALL {
            let json = serde_json::to_string(statut).expect("a word");
            assert_eq!(json, format!("{:?}", statut.as_str()));
            assert_eq!(statut.as_str().parse(), Ok(*statut));
        }
        assert!("occupée".parse::<StationStatut>().is_err());
    }
}
