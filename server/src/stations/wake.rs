//! Waking a station: a magic packet to its network card (AMD, "Magic Packet Technology", 1995).
use mac_address::MacAddress;
use pnet::datalink::{self, Channel, NetworkInterface};
use std::{io, net::SocketAddr};
use tokio::net::UdpSocket;

/// The EtherType of a magic packet sent without IP.
const WAKE_ON_LAN: [u8; 2] = [0x08, 0x42];
const BROADCAST: [u8; 6] = [0xff; 6];

/// Six bytes of ones, then the card's address sixteen times.
fn magic_packet(mac: [u8; 6]) -> Vec<u8> {
    [BROADCAST.to_vec(), mac.repeat(16)].concat()
}

/// Sends a magic packet to `address`, and as a plain frame on every wired interface when the
/// program may send those (`CAP_NET_RAW`).
///
/// # Errors
/// When `mac` is no address, or the packet cannot be sent.
pub async fn wake(mac: &str, address: SocketAddr) -> io::Result<()> {
    let mac = mac.parse::<MacAddress>().map_err(io::Error::other)?.bytes();
    let socket = UdpSocket::bind(("0.0.0.0", 0)).await?;
    socket.set_broadcast(true)?;
    socket.send_to(&magic_packet(mac), address).await?;
    // Opening a raw channel blocks for as long as the kernel likes.
    tokio::task::spawn_blocking(move || send_frames(mac)).await.map_err(io::Error::other)
}

/// A router may drop the broadcast; a frame on the wire needs no router. Not being allowed to send
/// one is usual, and no failure.
fn send_frames(mac: [u8; 6]) {
    for interface in datalink::interfaces().iter().filter(|interface| is_wired(interface)) {
        if let Err(error) = send_frame(interface, mac) {
            tracing::debug!(%error, interface = interface.name, "No wake frame was sent");
        }
    }
}

fn is_wired(interface: &NetworkInterface) -> bool {
    interface.is_up() && interface.is_broadcast() && !interface.is_loopback() && interface.mac.is_some()
}

fn send_frame(interface: &NetworkInterface, mac: [u8; 6]) -> io::Result<()> {
    let Channel::Ethernet(mut sender, _) = datalink::channel(interface, datalink::Config::default())? else {
        return Err(io::Error::other("not an Ethernet interface"));
    };
    let source = interface.mac.map(|mac| mac.octets()).unwrap_or_default();
    let frame = [BROADCAST.as_slice(), &source, &WAKE_ON_LAN, &magic_packet(mac)].concat();
    sender.send_to(&frame, None).unwrap_or_else(|| Err(io::Error::other("the channel is closed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_magic_packet_names_the_card_sixteen_times() {
        let listener = UdpSocket::bind(("127.0.0.1", 0)).await.expect("a socket");
        let address = listener.local_addr().expect("bound");
        wake("52:54:00:ab:cd:ef", address).await.expect("sent");
        let mut packet = [0; 200];
        let (length, _) = listener.recv_from(&mut packet).await.expect("received");
        assert_eq!(length, 102);
        assert_eq!(packet[..6], [0xff; 6]);
        assert!(packet[6..102].chunks(6).all(|card| card == [0x52, 0x54, 0x00, 0xab, 0xcd, 0xef]));
    }
}
