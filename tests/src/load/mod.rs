//! A whole server in a process of its own, and clients that cost it little: what benches measure and proofs put to the test.
pub mod child;
pub mod http;
pub mod site;
pub mod ws;
