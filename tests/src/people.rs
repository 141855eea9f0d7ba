//! Those who ask, and what they are answered.
use super::Site;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr};
use uuid::Uuid;

/// Somebody who asks: nobody in particular, a person who signed in, or a station.
#[derive(Clone)]
pub struct Person<'s> {
    site: &'s Site,
    pub authorization: Option<String>,
    pub id: Uuid,
    pub agency_id: Option<Uuid>,
    headers: HeaderMap,
    ip: IpAddr,
}

impl<'s> Person<'s> {
    pub fn new(site: &'s Site, authorization: Option<String>) -> Self {
        Self {
            site,
            authorization,
            id: Uuid::nil(),
            agency_id: None,
            headers: HeaderMap::new(),
            ip: Ipv4Addr::LOCALHOST.into(),
        }
    }

    /// The same one, calling from another address.
    pub fn calling_from(mut self, ip: &str) -> Self {
        self.ip = ip.parse().expect("an address");
        self
    }

    /// The same one, sending a header with each request.
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, HeaderValue::from_str(value).expect("a header"));
        self
    }

    /// The same one, reading another language.
    pub fn in_language(self, language: &str) -> Self {
        self.with_header("accept-language", language)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends JSON, or nothing.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        match body {
            Some(body) => self.send_bytes(method, path, "application/json", body.to_string().into_bytes()).await,
            None => self.site.send(self.request(method, path, Body::empty()), self.ip).await,
        }
    }

    /// Sends anything.
    pub async fn send_bytes(&self, method: Method, path: &str, media_type: &str, bytes: Vec<u8>) -> Answer {
        let mut request = self.request(method, path, Body::from(bytes));
        let media_type = HeaderValue::from_str(media_type).expect("a media type");
        request.headers_mut().insert(header::CONTENT_TYPE, media_type);
        self.site.send(request, self.ip).await
    }

    fn request(&self, method: Method, path: &str, body: Body) -> Request {
        let mut request = Request::builder().method(method).uri(path).body(body).expect("a request");
        *request.headers_mut() = self.headers.clone();
        if let Some(authorization) = &self.authorization {
            let value = HeaderValue::from_str(authorization).expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        request
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    what: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub async fn read(what: String, response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 * 1024 * 1024).await.expect("a body").to_vec();
        Self { what, status: parts.status, headers: parts.headers, bytes }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The JSON of an answer with this status.
    #[track_caller]
    pub fn status(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.what, self.text());
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{}: {error}: {}", self.what, self.text()))
    }

    /// The JSON of a 200.
    #[track_caller]
    pub fn ok(self) -> Value {
        self.status(200)
    }

    /// The JSON of a 201.
    #[track_caller]
    pub fn created(self) -> Value {
        self.status(201)
    }

    /// A 204.
    #[track_caller]
    pub fn nothing(self) {
        assert_eq!(self.status(204), Value::Null);
    }

    /// The rows of a list.
    #[track_caller]
    pub fn results(self) -> Vec<Value> {
        let page = self.ok();
        assert!(page["count"].is_i64() && page.get("next").is_some() && page.get("previous").is_some(), "{page}");
        page["results"].as_array().expect("a list").clone()
    }

    /// A problem document with this status and code, complete as every one must be.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let media_type = self.headers.get(header::CONTENT_TYPE).cloned();
        let what = self.what.clone();
        let problem = self.status(status);
        assert_eq!(media_type, Some(HeaderValue::from_static("application/problem+json")), "{what}");
        assert_eq!(problem["code"], json!(code), "{what}: {problem}");
        assert_eq!(problem["status"], json!(status), "{what}: {problem}");
        assert_eq!(problem["type"], json!(format!("/problems/{code}")), "{what}");
        for text in ["title", "detail", "request_id"] {
            assert!(problem[text].as_str().is_some_and(|text| !text.is_empty()), "{what}: no {text}: {problem}");
        }
        assert!(problem["errors"].is_array(), "{what}: {problem}");
        problem
    }

    /// A 400 that blames exactly this field for exactly this.
    #[track_caller]
    pub fn blames(self, field: &str, code: &str) {
        let what = self.what.clone();
        let problem = self.problem(400, "invalid");
        let blamed: Vec<(&str, &str)> = problem["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|error| Some((error["field"].as_str()?, error["code"].as_str()?)))
            .collect();
        assert_eq!(blamed, [(field, code)], "{what}");
        let message = problem["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(!message.is_empty() && !message.starts_with("field-"), "{what}: {message:?} is no sentence");
    }
}
