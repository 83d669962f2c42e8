//! The tokens there are: looked up without waiting, changed one at a time, each change on disk before it holds.
//!
//! They are in `tokens.json` in the data folder, without their secrets. Those of `api.auth.tokens_file` hold beside them and are
//! nobody's to change but that file's.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use gmqtt_admin_api::{Role, Scope};
use gmqtt_plugin_api::{read_kept_file, replace_kept_file};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::token::{Digest, Secret};

/// The tokens.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// `None`: there is no data folder, and tokens do not outlive the broker.
    path: Option<PathBuf>,
    current: ArcSwap<List>,
    /// Held while tokens are changed, which nobody who looks one up waits for.
    changing: Mutex<()>,
}

#[derive(Debug, Default)]
struct List {
    by_digest: HashMap<Digest, Arc<Token>>,
}

/// A token without its secret.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) scopes: Vec<Scope>,
    digest: Digest,
    /// Seconds since 1970, as all times here.
    pub(crate) created_at: u64,
    pub(crate) expires_at: Option<u64>,
    last_used_at: AtomicU64,
    pub(crate) created_by: String,
    /// It is from `api.auth.tokens_file`.
    is_from_file: bool,
}

/// A token to make.
#[derive(Debug, Clone)]
pub(crate) struct NewToken {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) lifetime: Option<Duration>,
    pub(crate) created_by: String,
}

/// Why tokens cannot be read or changed. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{}:{line}: {problem}", path.display())]
    Line {
        path: PathBuf,
        line: usize,
        problem: String,
    },
    #[error("a token has a name of 1 to 64 letters, digits and -_.@, not {0:?}")]
    Name(String),
    #[error("there is a token {0:?} already")]
    Exists(String),
    #[error("the token {0:?} is from `api.auth.tokens_file`: take it out there")]
    FromFile(String),
    #[error("there are {MOST} tokens, and no more are kept")]
    TooMany,
    #[error("the system has no random bytes")]
    NoRandomBytes,
}

/// A token in the file.
#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    role: String,
    #[serde(default)]
    scopes: Vec<String>,
    sha256: String,
    created_at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    #[serde(default)]
    last_used_at: u64,
    #[serde(default)]
    created_by: String,
}

/// How many there may be.
const MOST: usize = 10_000;
/// The largest file that is read.
const LARGEST_FILE: u64 = 8 * 1024 * 1024;

impl Tokens {
    /// Reads them. `folder` is where they are kept, `file` is `api.auth.tokens_file`.
    ///
    /// # Errors
    /// When a file is there and cannot be read.
    pub(crate) fn open(folder: Option<&Path>, file: Option<&Path>) -> Result<Self, TokenError> {
        let path = folder.map(|folder| folder.join("tokens.json"));
        let mut list = List::default();
        if let Some(path) = &path {
            for written in read(path)? {
                let token = written.token(path)?;
                list.by_digest.insert(token.digest, Arc::new(token));
            }
        }
        for token in file.map(read_lines).transpose()?.unwrap_or_default() {
            list.by_digest.insert(token.digest, Arc::new(token));
        }
        Ok(Self {
            path,
            current: ArcSwap::from_pointee(list),
            changing: Mutex::new(()),
        })
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.current.load().by_digest.is_empty()
    }

    /// The token of a secret that holds now. That it was used is noted.
    pub(crate) fn find(&self, secret: &Secret, now: SystemTime) -> Option<Arc<Token>> {
        let token = self.current.load().by_digest.get(&secret.digest())?.clone();
        let now = seconds(now);
        if token.expires_at.is_some_and(|end| end <= now) {
            return None;
        }
        token.last_used_at.store(now, Ordering::Relaxed);
        Some(token)
    }

    /// All of them, by name.
    pub(crate) fn all(&self) -> Vec<Arc<Token>> {
        let mut all: Vec<_> = self.current.load().by_digest.values().cloned().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Makes one. Blocks until it is on disk.
    ///
    /// # Errors
    /// When the name is taken or cannot be one, or the file cannot be written.
    pub(crate) fn create(
        &self,
        new: NewToken,
        now: SystemTime,
    ) -> Result<(Arc<Token>, Secret), TokenError> {
        if !is_name(&new.name) {
            return Err(TokenError::Name(new.name));
        }
        let secret = Secret::new().map_err(|_| TokenError::NoRandomBytes)?;
        let changing = self.changing.lock();
        let all = self.all();
        if all.iter().any(|token| token.name == new.name) {
            return Err(TokenError::Exists(new.name));
        }
        if all.len() >= MOST {
            return Err(TokenError::TooMany);
        }
        let created_at = seconds(now);
        let token = Arc::new(Token {
            name: new.name,
            role: new.role,
            scopes: new.scopes,
            digest: secret.digest(),
            created_at,
            expires_at: new
                .lifetime
                .map(|time| created_at.saturating_add(time.as_secs())),
            last_used_at: AtomicU64::new(0),
            created_by: new.created_by,
            is_from_file: false,
        });
        self.replace(all.into_iter().chain([token.clone()]).collect())?;
        drop(changing);
        Ok((token, secret))
    }

    /// Revokes one; false if there is none. Blocks until that is on disk.
    ///
    /// # Errors
    /// When it is not this list's to change, or the file cannot be written.
    pub(crate) fn revoke(&self, name: &str) -> Result<bool, TokenError> {
        let changing = self.changing.lock();
        let mut all = self.all();
        let Some(at) = all.iter().position(|token| token.name == name) else {
            return Ok(false);
        };
        if all[at].is_from_file {
            return Err(TokenError::FromFile(name.to_owned()));
        }
        all.remove(at);
        self.replace(all)?;
        drop(changing);
        Ok(true)
    }

    /// Writes when tokens were used last.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn keep(&self) -> Result<(), TokenError> {
        let changing = self.changing.lock();
        let all = self.all();
        if all.iter().any(|token| !token.is_from_file) {
            self.replace(all)?;
        }
        drop(changing);
        Ok(())
    }

    fn replace(&self, tokens: Vec<Arc<Token>>) -> Result<(), TokenError> {
        if let Some(path) = &self.path {
            write(path, &tokens).map_err(|source| TokenError::File {
                doing: "write",
                path: path.clone(),
                source,
            })?;
        }
        let by_digest = tokens
            .into_iter()
            .map(|token| (token.digest, token))
            .collect();
        self.current.store(Arc::new(List { by_digest }));
        Ok(())
    }
}

impl Token {
    /// When it was used last; `None` if it never was.
    pub(crate) fn last_used_at(&self) -> Option<u64> {
        Some(self.last_used_at.load(Ordering::Relaxed)).filter(|at| *at > 0)
    }

    fn written(&self) -> Written {
        Written {
            name: self.name.clone(),
            role: self.role.name().to_owned(),
            scopes: self
                .scopes
                .iter()
                .map(|scope| scope.name().to_owned())
                .collect(),
            sha256: self.digest.to_string(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            last_used_at: self.last_used_at.load(Ordering::Relaxed),
            created_by: self.created_by.clone(),
        }
    }
}

impl Written {
    fn token(self, path: &Path) -> Result<Token, TokenError> {
        let wrong = |problem: String| TokenError::File {
            doing: "read",
            path: path.to_owned(),
            source: io::Error::new(io::ErrorKind::InvalidData, problem),
        };
        let role = self
            .role
            .parse::<Role>()
            .map_err(|error| wrong(error.to_string()))?;
        let scopes = self.scopes.iter().map(|scope| scope.parse::<Scope>());
        let scopes = scopes.collect::<Result<Vec<_>, _>>();
        let digest = Digest::parse(&self.sha256)
            .ok_or_else(|| wrong(format!("the token {:?} has no sha256", self.name)))?;
        Ok(Token {
            role,
            scopes: scopes.map_err(|error| wrong(error.to_string()))?,
            digest,
            name: self.name,
            created_at: self.created_at,
            expires_at: self.expires_at,
            last_used_at: AtomicU64::new(self.last_used_at),
            created_by: self.created_by,
            is_from_file: false,
        })
    }
}

fn read(path: &Path) -> Result<Vec<Written>, TokenError> {
    let failed = |source| TokenError::File {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    match read_kept_file(path, LARGEST_FILE).map_err(failed)? {
        None => Ok(Vec::new()),
        Some((bytes, _)) => serde_json::from_slice(&bytes).map_err(|error| failed(error.into())),
    }
}

fn write(path: &Path, tokens: &[Arc<Token>]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let kept = tokens.iter().filter(|token| !token.is_from_file);
    let written: Vec<_> = kept.map(|token| token.written()).collect();
    let mut text = serde_json::to_vec_pretty(&written)?;
    text.push(b'\n');
    replace_kept_file(path, &text).map(drop)
}

/// A new token for `api.auth.tokens_file`: its secret, and its line, which does not tell the secret.
///
/// # Errors
/// When the name cannot be one, and when the system has no random bytes.
pub fn new_token_line(name: &str, role: Role) -> Result<(String, String), String> {
    if !is_name(name) {
        return Err(TokenError::Name(name.to_owned()).to_string());
    }
    let secret = Secret::new().map_err(|_| TokenError::NoRandomBytes.to_string())?;
    let line = format!("{name} {role} {HASHED}{}\n", secret.digest());
    Ok((secret.reveal(), line))
}

/// What stands before the hash of a token in a file.
const HASHED: &str = "sha256:";

/// Lines of a name, a role and a secret or its hash, or of an administrator's secret alone; empty lines and those that begin with `#` are left out.
fn read_lines(path: &Path) -> Result<Vec<Token>, TokenError> {
    let failed = |source| TokenError::File {
        doing: "read",
        path: path.to_owned(),
        source,
    };
    let read = read_kept_file(path, LARGEST_FILE).map_err(failed)?;
    let (bytes, _) = read.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
    let text = String::from_utf8_lossy(&bytes);
    let mut tokens: Vec<Token> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let token = read_line(line).map_err(|problem| TokenError::Line {
            path: path.to_owned(),
            line: number + 1,
            problem,
        })?;
        tokens.push(token);
    }
    Ok(tokens)
}

fn read_line(line: &str) -> Result<Token, String> {
    let fields: Vec<_> = line.split_whitespace().collect();
    let (name, role, secret) = match fields[..] {
        [name, role, secret] => (name, role, secret),
        [secret] => ("file", Role::Admin.name(), secret),
        _ => return Err("a line is a name, a role and a token, or only a token; sha256: and its hash stand for a token".to_owned()),
    };
    if !is_name(name) {
        return Err(TokenError::Name(name.to_owned()).to_string());
    }
    let role = role.parse::<Role>().map_err(|error| error.to_string())?;
    let digest = match secret.strip_prefix(HASHED) {
        Some(hash) => {
            Digest::parse(hash).ok_or("this is no SHA-256: it has 64 hexadecimal digits")?
        }
        None => Secret::parse(secret)
            .ok_or("this is no token: it has the form of those that `gmqtt tokens create` prints")?
            .digest(),
    };
    Ok(Token {
        name: name.to_owned(),
        role,
        scopes: Vec::new(),
        digest,
        created_at: seconds(SystemTime::now()),
        expires_at: None,
        last_used_at: AtomicU64::new(0),
        created_by: "api.auth.tokens_file".to_owned(),
        is_from_file: true,
    })
}

fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.@".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(fits)
}

pub(crate) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(name: &str) -> NewToken {
        NewToken {
            name: name.to_owned(),
            role: Role::Viewer,
            scopes: vec![Scope::ReadMessages],
            lifetime: Some(Duration::from_secs(60)),
            created_by: "test".to_owned(),
        }
    }

    #[test]
    fn a_token_holds_until_it_ends_or_is_revoked_and_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let tokens = Tokens::open(Some(&data), None).unwrap();
        assert!(tokens.is_empty());
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let (_, secret) = tokens.create(new("ci"), now).unwrap();
        assert!(matches!(
            tokens.create(new("ci"), now),
            Err(TokenError::Exists(_))
        ));
        assert_eq!(tokens.all()[0].last_used_at(), None);
        assert!(
            tokens
                .find(&secret, now + Duration::from_secs(59))
                .is_some()
        );
        assert!(
            tokens
                .find(&secret, now + Duration::from_secs(60))
                .is_none()
        );
        tokens.keep().unwrap();

        let text = fs::read_to_string(data.join("tokens.json")).unwrap();
        assert!(!text.contains(&secret.clone().reveal()), "{text}");
        let again = Tokens::open(Some(&data), None).unwrap();
        let found = again.find(&secret, now).unwrap();
        assert_eq!((found.name.as_str(), found.role), ("ci", Role::Viewer));
        assert_eq!(found.scopes, [Scope::ReadMessages]);
        assert!(again.revoke("ci").unwrap() && !again.revoke("ci").unwrap());
        assert!(again.find(&secret, now).is_none());
        assert!(Tokens::open(Some(&data), None).unwrap().is_empty());
    }

    #[test]
    fn tokens_of_a_file_hold_and_are_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tokens");
        let secret = Secret::new().unwrap();
        let line = format!("# for CI\n\nci operator {}\n", secret.clone().reveal());
        fs::write(&file, line).unwrap();
        let tokens = Tokens::open(Some(folder.path()), Some(&file)).unwrap();
        let now = SystemTime::now();
        assert_eq!(tokens.find(&secret, now).unwrap().role, Role::Operator);
        assert!(matches!(tokens.revoke("ci"), Err(TokenError::FromFile(_))));
        assert!(matches!(
            tokens.create(new("ci"), now),
            Err(TokenError::Exists(_))
        ));
        tokens.create(new("other"), now).unwrap();
        let kept = Tokens::open(Some(folder.path()), None).unwrap();
        assert_eq!(kept.all().len(), 1);
        for (line, problem) in [
            ("ci operator", ":1: a line is a name"),
            ("ci root gmt_x", ":1: there is no role \"root\""),
            ("ci admin gmt_x", ":1: this is no token"),
            ("c/i admin gmt_x", ":1: a token has a name"),
        ] {
            fs::write(&file, line).unwrap();
            let error = Tokens::open(None, Some(&file)).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
            assert!(!error.contains("gmt_"), "{error}");
        }
    }

    #[test]
    fn a_file_that_is_broken_is_an_error_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        fs::write(&path, "[{]").unwrap();
        assert!(Tokens::open(Some(folder.path()), None).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"[{]");
    }
}
