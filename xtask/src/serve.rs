//! A small web server for this computer: the deliveries under the policies of `policy.rs`, and a list of what was asked for.
//!
//!   /           dist/site                      own-site policy
//!   /strict/    dist/strict                    strict-host policy
//!   /single/    dist/ad-credit-tracker.html    the policy inside the file
//!   /package/   dist/package                   own-site policy
//!   /__requests                                GET: paths asked for, as JSON; DELETE: forget them

use crate::policy;
use crate::run::{path, which};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const PORT: u16 = 8017;
const LOG: &str = "/__requests";
const LOG_LENGTH_MAX: usize = 10_000;

pub struct Options {
    pub port: Option<u16>,
    pub open: bool,
    pub build: bool,
}

impl Options {
    pub fn read(args: &[String]) -> Result<Options> {
        let mut options =
            Options { port: None, open: std::env::var_os("CI").is_none(), build: true };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--no-open" => options.open = false,
                "--no-build" => options.build = false,
                "--port" => {
                    let port = args.next().context("--port needs a number")?;
                    options.port =
                        Some(port.parse().with_context(|| format!("--port {port}: not a port"))?);
                }
                other => bail!("serve knows --port N, --no-open and --no-build, not {other:?}"),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Result<()> {
    let listener = match options.port {
        Some(port) => {
            TcpListener::bind(("127.0.0.1", port)).with_context(|| format!("port {port}"))?
        }
        None => TcpListener::bind(("127.0.0.1", PORT))
            .or_else(|_| TcpListener::bind(("127.0.0.1", 0)))?,
    };
    let address = format!("http://{}/", listener.local_addr()?);
    // Whoever started this may stop listening once they know the address.
    let others = format!("also {address}embed.html {address}strict/ {address}single/");
    writeln!(std::io::stdout(), "{address}\n{others}").ok();
    if options.open {
        open(&address);
    }
    let log = Arc::new(Mutex::new(Vec::new()));
    for stream in listener.incoming().flatten() {
        let log = Arc::clone(&log);
        // A visitor who goes away in the middle of an answer is no fault of ours.
        std::thread::spawn(move || answer(stream, &log).ok());
    }
    Ok(())
}

fn open(address: &str) {
    let openers: &[&[&str]] = match std::env::consts::OS {
        "macos" => &[&["open"]],
        "windows" => &[&["cmd", "/c", "start"]],
        _ if std::env::var_os("DISPLAY").or(std::env::var_os("WAYLAND_DISPLAY")).is_none() => &[],
        _ => &[&["xdg-open"]],
    };
    for opener in openers.iter().filter(|opener| opener[0] == "cmd" || which(opener[0]).is_some()) {
        std::process::Command::new(opener[0]).args(&opener[1..]).arg(address).spawn().ok();
    }
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    policy: Option<&'static str>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, kind: &'static str, body: Vec<u8>) -> Answer {
        Answer { status, kind, policy: None, body }
    }

    fn not_found() -> Answer {
        let policy = Some(policy::STRICT_HOST);
        Answer {
            policy,
            ..Answer::new("404 Not Found", "text/plain; charset=utf-8", b"not here\n".into())
        }
    }
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<String>>) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().context("no request")??;
    // The rest of the head is read away: an answer to half a request may be lost with the connection.
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    let mut words = request.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
    let target = target.split(['?', '#']).next().unwrap_or("/");
    let answer = match (method, target) {
        ("GET", LOG) => Answer::new("200 OK", "application/json", recorded(log)?),
        ("DELETE", LOG) => {
            locked(log).clear();
            Answer::new("200 OK", "application/json", b"[]".into())
        }
        ("GET" | "HEAD", _) => {
            record(log, target);
            page(target)?
        }
        _ => {
            record(log, target);
            Answer::new("405 Method Not Allowed", "text/plain; charset=utf-8", Vec::new())
        }
    };
    send(&mut stream, &answer, method != "HEAD")
}

fn locked(log: &Mutex<Vec<String>>) -> std::sync::MutexGuard<'_, Vec<String>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

fn record(log: &Mutex<Vec<String>>, target: &str) {
    let mut log = locked(log);
    if log.len() < LOG_LENGTH_MAX {
        log.push(target.to_string());
    }
}

fn recorded(log: &Mutex<Vec<String>>) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&*locked(log))?)
}

fn page(target: &str) -> Result<Answer> {
    let Some((file, policy)) = place(target) else { return Ok(Answer::not_found()) };
    let (Ok(file), Ok(dist)) = (file.canonicalize(), path("dist").canonicalize()) else {
        return Ok(Answer::not_found());
    };
    if !file.starts_with(dist) || !file.is_file() {
        return Ok(Answer::not_found());
    }
    Ok(Answer { policy, ..Answer::new("200 OK", kind(&file), std::fs::read(&file)?) })
}

/// The file that a path of the address stands for, and its policy.
fn place(target: &str) -> Option<(PathBuf, Option<&'static str>)> {
    let relative = target.strip_prefix('/')?;
    if relative.split('/').any(|part| part == "..") {
        return None;
    }
    let index = |relative: &str| match relative {
        "" => "index.html".to_string(),
        file => file.to_string(),
    };
    let (file, policy) = match relative.split_once('/') {
        Some(("strict", rest)) => {
            (format!("dist/strict/{}", index(rest)), Some(policy::STRICT_HOST))
        }
        Some(("single", "")) => ("dist/ad-credit-tracker.html".into(), None),
        Some(("package", rest)) => (format!("dist/package/{rest}"), Some(policy::OWN_SITE)),
        _ => (format!("dist/site/{}", index(relative)), Some(policy::OWN_SITE)),
    };
    Some((path(&file), policy))
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("ico") => "image/x-icon",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    }
}

fn send(stream: &mut TcpStream, answer: &Answer, with_body: bool) -> Result<()> {
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status);
    let length = answer.body.len().to_string();
    let mut headers =
        vec![("Content-Type", answer.kind), ("Content-Length", &length), ("Connection", "close")];
    headers.extend(policy::COMMON);
    headers.extend(answer.policy.map(|policy| ("Content-Security-Policy", policy)));
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if with_body {
        stream.write_all(&answer.body)?;
    }
    Ok(stream.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_path_has_its_file_and_policy() {
        let at = |target| {
            place(target).map(|(file, policy)| {
                (file.strip_prefix(path("dist")).unwrap().display().to_string(), policy)
            })
        };
        let own = Some(policy::OWN_SITE);
        assert_eq!(at("/"), Some(("site/index.html".into(), own)));
        assert_eq!(at("/site.js"), Some(("site/site.js".into(), own)));
        assert_eq!(at("/strict/"), Some(("strict/index.html".into(), Some(policy::STRICT_HOST))));
        assert_eq!(at("/single/"), Some(("ad-credit-tracker.html".into(), None)));
        assert_eq!(at("/package/define.js"), Some(("package/define.js".into(), own)));
        assert_eq!(at("/../Cargo.toml"), None);
        assert_eq!(at("no slash"), None);
    }
}
