//! A connection to the server, plain or encrypted.
use hyper::Uri;
use hyper::header::{HeaderValue, InvalidHeaderValue};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tracing::warn;

/// How long a server may take to answer.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// The server's address.
#[derive(Clone)]
pub struct Server {
    host: String,
    port: u16,
    /// What stands before the paths, without a slash at its end.
    prefix: String,
    tls: Option<TlsConnector>,
}

/// What the station is given is not a server's address.
#[derive(Debug, thiserror::Error)]
pub enum BadServer {
    /// It is not an address at all.
    #[error("{0:?} is not an address such as https://guichet.example.org")]
    Address(String),
    /// The list of trusted authorities cannot be used.
    #[error("no certificate can be checked: {0}")]
    Tls(#[from] rustls::Error),
}

/// Bytes to and from the server.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

impl Server {
    /// Opens a connection.
    ///
    /// # Errors
    /// When the server cannot be reached in time or cannot prove its name.
    pub async fn dial(&self) -> io::Result<Box<dyn Wire>> {
        tokio::time::timeout(ANSWER_WITHIN, self.dial_patiently())
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }

    async fn dial_patiently(&self) -> io::Result<Box<dyn Wire>> {
        let tcp = TcpStream::connect((self.host.as_str(), self.port)).await?;
        // A code is one small packet: it is not to wait for company.
        tcp.set_nodelay(true)?;
        let Some(tls) = &self.tls else {
            return Ok(Box::new(tcp));
        };
        let name = ServerName::try_from(self.host.clone()).map_err(io::Error::other)?;
        Ok(Box::new(tls.connect(name, tcp).await?))
    }

    /// What the `Host` header says.
    ///
    /// # Errors
    /// When the address cannot stand in a header.
    pub fn host_header(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        let host = self.bracketed_host();
        HeaderValue::from_str(&format!("{host}:{}", self.port))
    }

    /// The path of a route on this server.
    #[must_use]
    pub fn path(&self, route: &str) -> String {
        format!("{}{route}", self.prefix)
    }

    /// The address of the websocket at `route`.
    #[must_use]
    pub fn websocket(&self, route: &str) -> String {
        let scheme = if self.tls.is_some() { "wss" } else { "ws" };
        let host = self.bracketed_host();
        format!("{scheme}://{host}:{}{}{route}", self.port, self.prefix)
    }

    fn bracketed_host(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }
}

impl FromStr for Server {
    type Err = BadServer;

    fn from_str(address: &str) -> Result<Self, BadServer> {
        let bad = || BadServer::Address(address.to_owned());
        let uri: Uri = address.parse().map_err(|_| bad())?;
        let encrypted = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err(bad()),
        };
        let host = uri.host().ok_or_else(bad)?;
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 }),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            tls: encrypted.then(connector).transpose()?,
        })
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.websocket(""))
    }
}

/// Trusts what the machine trusts, so that a site's own authority is installed once.
fn connector() -> Result<TlsConnector, rustls::Error> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        warn!(%error, "some trusted certificates cannot be read");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_paths_and_sockets() {
        let server: Server = "http://127.0.0.1:8000".parse().expect("an address");
        assert_eq!(server.websocket("/ws/sessions/"), "ws://127.0.0.1:8000/ws/sessions/");
        let server: Server = "https://[::1]/guichet/".parse().expect("an address");
        assert_eq!(server.websocket("/ws/"), "wss://[::1]:443/guichet/ws/");
        assert_eq!(server.path("/api/"), "/guichet/api/");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "guichet", "ftp://a", "http://", "ws://a", "://"] {
            assert!(text.parse::<Server>().is_err(), "{text}");
        }
    }
}
