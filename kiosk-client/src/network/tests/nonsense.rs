//! A server that sends what makes no sense: the link says nothing of it, and lives on or comes back.
use super::*;

/// What a frame may be instead of a frame.
fn nonsense() -> Vec<Message> {
    let deep = format!(r#"{{"seq":2,"server_time":0,"type":"time_update","session":{}"#, "[".repeat(20_000));
    let texts = [
        String::new(),
        "null".into(),
        "[]".into(),
        r#"{"seq":1}"#.into(),
        r#"{"seq":-1,"server_time":0,"type":"time_update","session":null}"#.into(),
        r#"{"seq":1e99,"server_time":0,"type":"time_update","session":null}"#.into(),
        r#"{"seq":99999999999999999999,"server_time":0,"type":"time_update","session":null}"#.into(),
        r#"{"seq":2,"server_time":0,"type":"no_such_type"}"#.into(),
        r#"{"seq":2,"server_time":0,"type":"warning","session":{"session_id":"x"},"threshold_s":1}"#.into(),
        r#"{"seq":2,"server_time":0,"type":"station_command","id":"00000000-0000-0000-0000-000000000000","command":{"kind":"open"}}"#.into(),
        "\u{202e}\u{0}\u{feff}漢字🎟".into(),
        "x".repeat(60_000),
        deep,
    ];
    let mut messages: Vec<_> = texts.into_iter().map(Message::text).collect();
    messages.push(Message::binary(vec![0xff; 50_000]));
    messages.push(Message::Ping(vec![0; 125].into()));
    messages
}

#[tokio::test]
async fn frames_that_make_no_sense_are_passed_over() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station.clone(), Uuid::nil(), events);
    OURS.let_in(&listener, &station).await;
    let mut socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    for message in nonsense() {
        socket.send(message).await.expect("sent");
    }
    socket.send(Message::text(SNAPSHOT)).await.expect("sent");
    assert!(matches!(heard.recv().await, Some(Event::Told(frame)) if frame.seq == 1), "the next good one is heard");
}

#[tokio::test]
async fn a_frame_without_end_ends_the_socket_and_not_the_station() {
    let (listener, station) = listener().await;
    let (events, mut heard) = mpsc::channel(QUEUE);
    let _link = link::open(station.clone(), Uuid::nil(), events);
    OURS.let_in(&listener, &station).await;
    let mut socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked));
    let _ = socket.send(Message::text("x".repeat(2 << 20))).await;
    assert_eq!(heard.recv().await, Some(Event::Cut(Cut::Lost)));
    OURS.let_in(&listener, &station).await;
    let _socket = accept(&listener).await;
    assert_eq!(heard.recv().await, Some(Event::Linked), "it comes back");
}
