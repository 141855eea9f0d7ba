//! Where an attempt to sign in comes from, which is what its failures are counted under.
//!
//! A whole site shares one address, and whoever sits in its hall could shut the desk out by guessing. So a browser
//! that signed in to an account before is known by a cookie of its own, and is counted alone: what strangers at the
//! same address do is nothing to it.
use super::{cookies, model::UserRow, tokens};
use crate::{App, access::Caller, limits::network};
use axum::http::HeaderMap;
use std::{fmt, net::IpAddr, str::FromStr};
use uuid::Uuid;

/// Who asks to sign in: an address, and what is known of the device.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    pub ip: IpAddr,
    /// The account that was signed in to before, and what the device is known by.
    known: Option<(Uuid, Uuid)>,
}

impl Origin {
    pub fn of(app: &App, ip: IpAddr, headers: &HeaderMap) -> Self {
        let known = cookies::device(headers).and_then(|token| tokens::read_device(app, token));
        Self { ip, known }
    }

    /// Of somebody who is signed in already.
    pub fn signed_in(ip: IpAddr, caller: &Caller) -> Self {
        Self { ip, known: Some((caller.user_id, caller.auth_session_id)) }
    }

    /// What failures at this account are counted under.
    pub fn source(&self, user: Option<&UserRow>) -> Source {
        match self.known {
            Some((account, device)) if user.is_some_and(|user| user.id == account) => Source::Device(device),
            _ => Source::Network(network(self.ip)),
        }
    }
}

/// A device that signed in before, or all that share an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    Device(Uuid),
    Network(IpAddr),
}

const DEVICE: &str = "device:";

impl fmt::Display for Source {
    /// As the table has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(id) => write!(f, "{DEVICE}{id}"),
            Self::Network(ip) => ip.fmt(f),
        }
    }
}

impl FromStr for Source {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.strip_prefix(DEVICE) {
            Some(id) => id.parse().map(Self::Device).map_err(drop),
            None => text.parse().map(Self::Network).map_err(drop),
        }
    }
}
