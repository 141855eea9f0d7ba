//! What letters say.
use crate::{
    App,
    i18n::{self, Language},
    parameters,
};
use serde::{Deserialize, Serialize};

/// What a letter is about; `mail-<kind>-…` in the catalogues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody has an account and is to choose a password.
    Invitation,
    /// Somebody asked for another password.
    PasswordReset,
    /// A password was changed.
    PasswordChanged,
    /// A password was changed by a link, and the account's API keys revoked.
    KeysRevoked,
    /// The address was changed; goes to the old one.
    EmailChanged,
    /// Another address was asked for; goes to the old one.
    EmailAsked,
    /// Another address is to be confirmed; goes to the new one.
    EmailConfirm,
    /// Somebody asked for an account.
    Registration,
    /// Somebody asked for an account, and has one.
    AlreadyRegistered,
}

impl Kind {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::KeysRevoked => "keys_revoked",
            Self::EmailChanged => "email_changed",
            Self::EmailAsked => "email_asked",
            Self::EmailConfirm => "email_confirm",
            Self::Registration => "registration",
            Self::AlreadyRegistered => "already_registered",
        }
    }
}

/// A letter as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// What it says, for those who read plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

impl Letter {
    /// Writes a letter. `path` leads to a page of this server, and is where its button goes.
    #[must_use]
    pub fn write(app: &App, kind: Kind, language: Language, to: &str, name: &str, path: Option<&str>) -> Self {
        let named = app.parameters.text(&parameters::SITE_NAME, None);
        let site = named.as_str();
        let args = [("name", name.to_owned()), ("site", site.to_owned())];
        let say = |part: &str| i18n::text(language, &format!("mail-{}-{part}", kind.word()), &args);
        let general = |part: &str| i18n::text(language, &format!("mail-{part}"), &args);
        let (subject, body) = (say("subject"), say("body"));
        let hello = general(if name.is_empty() { "hello" } else { "hello-name" });
        // What only tells that something happened is not to be taken lightly.
        let foot = if path.is_some() { general("foot") } else { String::new() };
        let link = path.map(|path| (format!("{}{path}", app.settings.public_url.trim_end_matches('/')), say("button")));
        let text_link = link.as_ref().map_or_else(String::new, |(link, _)| format!("{link}\n\n"));
        let text = format!("{hello}\n\n{body}\n\n{text_link}{foot}\n{site}\n");
        let button = link.as_ref().map_or_else(String::new, |(link, label)| button(link, label));
        let html = page(language, &subject, &[&hello, &body], &button, &[&foot, site]);
        Self { to: to.to_owned(), subject, text, html }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn button(link: &str, label: &str) -> String {
    let (link, label) = (escape(link), escape(label));
    format!(
        "<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"background:#4453e0;color:#ffffff;padding:12px 20px;\
         border-radius:8px;text-decoration:none;font-weight:bold;display:inline-block\">{label}</a></p>\
         <p style=\"font-size:13px;color:#5b6373;word-break:break-all\">{link}</p>"
    )
}

fn page(language: Language, title: &str, above: &[&str], button: &str, below: &[&str]) -> String {
    let language = if language == Language::En { "en" } else { "fr" };
    let paragraphs = |texts: &[&str], style: &str| -> String {
        texts.iter().fold(String::new(), |page, text| page + &format!("<p style=\"{style}\">{}</p>", escape(text)))
    };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{}</title></head>\
         <body style=\"margin:0;background:#f7f8fb;font-family:sans-serif;color:#15171f\"><div style=\"max-width:520px;\
         margin:0 auto;padding:32px 24px\"><div style=\"background:#ffffff;border:1px solid #e3e6ee;border-radius:14px;\
         padding:24px\">{}{button}</div>{}</div></body></html>\n",
        escape(title),
        paragraphs(above, "margin:0 0 12px;line-height:1.5"),
        paragraphs(below, "margin:12px 8px 0;font-size:13px;color:#5b6373"),
    )
}
