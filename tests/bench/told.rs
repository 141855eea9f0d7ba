//! One `time_added`, from the request that grants it until the last of 1,000 sockets has it.
use crate::{
    child::Child,
    http::{Http, post},
    site::{GRANTED_S, Kind, Site},
    table::{Table, max, median},
    ws::Ws,
};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

const SOCKETS: usize = 1000;
const ROUNDS: usize = 15;
const PAUSE: Duration = Duration::from_millis(100);

pub async fn measure(kind: Kind, table: &mut Table) {
    let mut site = Site::prepare(kind, 1).await;
    let session = site.occupy(site.app.clock.now() - GRANTED_S * 500).await[0];
    let server = site.serve("test").await;
    let token = site.sign_in(&server).await;
    let mut hall = listen(&server, "/ws/sessions/", &token, "\"time_added\"").await;
    let mut http = Http::connect(server.address).await.expect("a connection");
    let grant = post(&format!("/api/sessions/{session}/add_time/"), &token, r#"{"minutes":1}"#);
    let (mut ours, mut answered) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        http.good(&grant).await;
        answered.push(ms(begun.elapsed()));
        ours.push(ms(last(&mut hall).await - begun));
        tokio::time::sleep(PAUSE).await;
    }
    let plain = Child::plain().await;
    let mut hall = listen(&plain, "/ws/hall/", "", "time_added").await;
    let mut crier = Ws::connect(plain.address, "/ws/hall/", "").await.expect("a socket");
    let text = Ws::text(
        "time_added: as many bytes as a real frame has, or nearly; it is short, too, for one goes to each one",
    );
    let mut least = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        crier.send(&text).await.expect("an open socket");
        least.push(ms(last(&mut hall).await - begun));
        tokio::time::sleep(PAUSE).await;
    }
    let what = "one `time_added` has reached 1,000 sockets";
    table.compare(&format!("{what}, beside a raw broadcast: median"), "ms", &[(median(&ours), median(&least))]);
    table.compare("the same: longest", "ms", &[(max(&ours), max(&least))]);
    table.alone("of which until the grant is kept and answered: median", "ms", median(&answered));
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Opens the sockets; the receiver hears when one of them is told.
async fn listen(
    server: &Child,
    path: &str,
    authorization: &str,
    word: &'static str,
) -> mpsc::UnboundedReceiver<Instant> {
    let (sender, receiver) = mpsc::unbounded_channel();
    for _ in 0..SOCKETS {
        let mut socket = Ws::connect(server.address, path, authorization).await.expect("a socket");
        let sender = sender.clone();
        tokio::spawn(async move {
            while let Ok(text) = socket.receive().await {
                let told = text.windows(word.len()).take(120).any(|part| part == word.as_bytes());
                if told && sender.send(Instant::now()).is_err() {
                    return;
                }
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    receiver
}

/// When the last of the sockets was told.
async fn last(hall: &mut mpsc::UnboundedReceiver<Instant>) -> Instant {
    let mut last = Instant::now();
    for told in 0..SOCKETS {
        let heard = tokio::time::timeout(Duration::from_secs(10), hall.recv()).await;
        let heard = heard.unwrap_or_else(|_| panic!("only {told} sockets were told"));
        last = last.max(heard.expect("open sockets"));
    }
    last
}
