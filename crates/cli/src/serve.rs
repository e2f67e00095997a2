//! `jishi serve`: the same screens in the machine's own browser, over 127.0.0.1 and nothing else.
//!
//! The printed address holds a token that works once: it buys a session cookie that scripts cannot read and other sites cannot send.
//! Requests with a foreign `Host` or `Origin` are refused, so a page elsewhere can neither reach nor rebind to us.

mod answers;
mod jobs;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jishi_app::{App, AppError, Code, place};

/// A record's text may be long, a request larger than this (bytes) is none of ours.
const BODY_LIMIT: usize = 16 << 20;

pub(crate) struct Server {
    pub(crate) app: App,
    pub(crate) jobs: jobs::Jobs,
    port: u16,
    session: String,
    /// Taken by the first visitor who shows it.
    token: Mutex<Option<String>>,
    ui: PathBuf,
}

/// How the address is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announce {
    /// In words, and the browser is opened.
    Open,
    /// The address alone, on a line.
    Url,
    /// `{ "url", "port" }` on one line.
    Json,
}

impl Announce {
    pub fn of(json: bool, print_url: bool) -> Announce {
        match (json, print_url) {
            (true, _) => Announce::Json,
            (false, true) => Announce::Url,
            (false, false) => Announce::Open,
        }
    }

    fn tell(self, url: &str, port: u16) {
        match self {
            Announce::Json => println!("{}", serde_json::json!({ "url": url, "port": port })),
            Announce::Url => println!("{url}"),
            Announce::Open => {
                println!("请在本机浏览器打开（网址只能用一次）：\n{url}\n按 Ctrl+C 结束");
                let _ = std::process::Command::new("xdg-open").arg(url).stderr(std::process::Stdio::null()).spawn();
            }
        }
    }
}

fn secret() -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| AppError::new(Code::Internal, format!("系统没有给出随机数：{e}"), "请重新启动计算机后再试"))?;
    Ok(jishi_fs::sha256_hex(&bytes))
}

pub fn serve(app: App, port: u16, announce: Announce) -> Result<ExitCode, AppError> {
    let fault = |e: std::io::Error| AppError::new(Code::File, format!("本机服务无法启动：{e}"), "请换一个端口，或不指定端口");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(fault)?;
    runtime.block_on(async move {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(fault)?;
        let port = listener.local_addr().map_err(fault)?.port();
        let token = secret()?;
        let url = format!("http://127.0.0.1:{port}/?token={token}");
        let server = Arc::new(Server {
            app,
            jobs: jobs::Jobs::default(),
            port,
            session: secret()?,
            token: Mutex::new(Some(token)),
            ui: place::part(place::Part::Ui),
        });
        let stopping = Arc::clone(&server);
        announce.tell(&url, port);
        // A page that listens for progress never ends its request, so the end does not wait for it.
        tokio::select! {
            served = axum::serve(listener, router(server)) => served.map_err(fault)?,
            () = stop() => {}
        }
        stopping.jobs.stop_all();
        Ok::<(), AppError>(())
    })?;
    // A command under way is asked to stop and given this long. One that does not is cut off as if killed: what it committed is on the
    // disk, and nothing half-made remains.
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    Ok(ExitCode::SUCCESS)
}

/// Ctrl+C, or the system asking us to end.
async fn stop() {
    #[cfg(unix)]
    if let Ok(mut asked) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = asked.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/call/{name}", post(answers::call))
        .route("/bytes/{name}", post(answers::bytes))
        .route("/progress/{job}", get(answers::progress))
        .route("/cancel/{job}", post(answers::cancel))
        .fallback(get(answers::file))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(Arc::clone(&server), guard))
        .with_state(server)
}

/// Lets a request in only from our own pages with our own cookie; exchanges the token.
async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if !ours(headers, server.port) {
        return refuse(StatusCode::FORBIDDEN, "只接受本机页面的请求");
    }
    if has_session(headers, &server.session) {
        let mut response = next.run(request).await;
        protect(response.headers_mut());
        return response;
    }
    let shown = request.uri().query().and_then(|q| q.split('&').find_map(|p| p.strip_prefix("token=")));
    let mut token = server.token.lock().unwrap_or_else(PoisonError::into_inner);
    if request.uri().path() == "/" && shown.is_some() && shown == token.as_deref() {
        *token = None;
        let cookie = format!("jishi={}; HttpOnly; SameSite=Strict; Path=/", server.session);
        let mut response = Redirect::to("/").into_response();
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, value);
        }
        protect(response.headers_mut());
        return response;
    }
    refuse(StatusCode::UNAUTHORIZED, "网址已失效：请关闭后重新启动，使用新打印的网址")
}

fn refuse(status: StatusCode, message: &str) -> Response {
    let body = AppError::new(Code::BadRequest, message, "网址只能使用一次，只在启动它的这台计算机上有效");
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], serde_json::to_string(&body).unwrap_or_default())
            .into_response();
    protect(response.headers_mut());
    response
}

/// The request names us as host, and comes from no page or from one of ours.
fn ours(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
    let is_us = |name: &str| name == format!("127.0.0.1:{port}") || name == format!("localhost:{port}");
    let origin = headers.get(header::ORIGIN).map(|o| o.to_str().unwrap_or(""));
    host.is_some_and(is_us) && origin.is_none_or(|o| o.strip_prefix("http://").is_some_and(is_us))
}

fn has_session(headers: &HeaderMap, session: &str) -> bool {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|c| c.to_str().ok());
    cookies.flat_map(|c| c.split(';')).any(|c| c.trim().strip_prefix("jishi=") == Some(session))
}

fn protect(headers: &mut HeaderMap) {
    const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
        font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(k, v)| (header::HeaderName::from_static(k), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn only_our_own_pages_are_let_in() {
        assert!(ours(&headers(&[("host", "127.0.0.1:80")]), 80));
        assert!(ours(&headers(&[("host", "localhost:80"), ("origin", "http://localhost:80")]), 80));
        for bad in [
            &[("host", "evil.example:80")][..],
            &[("host", "127.0.0.1:81")],
            &[("host", "127.0.0.1:80"), ("origin", "http://evil.example")],
            &[("host", "127.0.0.1:80"), ("origin", "null")],
            &[],
        ] {
            assert!(!ours(&headers(bad), 80), "{bad:?}");
        }
    }

    #[test]
    fn the_cookie_must_be_the_session_to_the_letter() {
        assert!(has_session(&headers(&[("cookie", "a=b; jishi=s3cret")]), "s3cret"));
        assert!(!has_session(&headers(&[("cookie", "jishi=s3cre")]), "s3cret"));
        assert!(!has_session(&headers(&[]), "s3cret"));
    }
}
