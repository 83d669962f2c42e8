//! The rules of a file: asked by the hooks, changed one at a time, each change on disk before it holds.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::{ArcSwap, Guard};
use gmqtt_config::{AccessRule, Acl, AclDefault, AclSubscribe, Diagnostic, Entry};
use gmqtt_plugin_api::{Stamp, read_kept_file, replace_kept_file};
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::rule::{Effect, Subject};
use crate::rule_file::{self, RuleFile};
use crate::rule_set::{Question, RuleSet};

/// The rules of a file. The functions that change something or read the file block until that is done.
#[derive(Debug)]
pub struct Rules {
    path: PathBuf,
    settings: Acl,
    pub(crate) current: ArcSwap<Current>,
    /// Held while the file is read or written, which nobody who only asks waits for.
    file: Mutex<()>,
    /// Tells that there are other rules now.
    pub(crate) changed: Notify,
}

/// The rules at one time.
#[derive(Debug)]
pub(crate) struct Current {
    pub(crate) set: RuleSet,
    written: Option<Vec<Entry<AccessRule>>>,
    text: String,
    stamp: Option<Stamp>,
}

/// What the rules say, and which of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is allowed.
    pub effect: Effect,
    /// The line of the rule and what it says; `None`: no rule fits, and `plugins.acl.default` decides.
    pub rule: Option<(u32, String)>,
}

/// Why rules cannot be read or changed. Nothing has changed then, neither in memory nor on disk.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The file cannot be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    File {
        /// `read` or `write`.
        doing: &'static str,
        /// The rule file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There are mistakes in the file, or in a rule to add.
    #[error("{}", Diagnostic::summary(diagnostics))]
    Mistakes {
        /// All of them.
        diagnostics: Vec<Diagnostic>,
    },
    /// The file is mosquitto's.
    #[error("{} is an acl_file of mosquitto: it is read as it is, and changed by hand", .0.display())]
    Mosquitto(PathBuf),
    /// There is no rule at this place.
    #[error("there is no rule {0}: there are {1}")]
    NoRule(usize, usize),
    /// They are not the ones that were meant to be changed.
    #[error("somebody has changed the rules since they were read")]
    Changed,
}

impl Rules {
    /// Reads the rule file of these settings; one that does not exist has no rules, and is made with the first.
    ///
    /// # Errors
    /// When it cannot be read or has mistakes.
    pub fn open(path: &Path, settings: &Acl) -> Result<Self, RuleError> {
        Ok(Self {
            path: path.to_path_buf(),
            settings: settings.clone(),
            current: ArcSwap::from_pointee(read(path, settings)?),
            file: Mutex::new(()),
            changed: Notify::new(),
        })
    }

    /// The rule file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many rules there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.load().set.len()
    }

    /// The rules as they are written, with their lines; `None` for a file of mosquitto.
    #[must_use]
    pub fn all(&self) -> Option<Vec<Entry<AccessRule>>> {
        self.load().written.clone()
    }

    /// How subscriptions are judged: as configured, or as it is usual for the file.
    #[must_use]
    pub fn subscribe(&self) -> AclSubscribe {
        let usual = if self.load().written.is_none() {
            AclSubscribe::Filtered
        } else {
            AclSubscribe::Covered
        };
        self.settings.subscribe.unwrap_or(usual)
    }

    /// What the rules say, and which of them.
    #[must_use]
    pub fn decide(&self, subject: Subject<'_>, question: Question<'_>) -> Decision {
        let current = self.load();
        let answer = current.set.answer(subject, question);
        let rule = answer.rule.map(|rule| (rule.line, rule.text.to_string()));
        Decision {
            effect: answer.effect,
            rule,
        }
    }

    /// Adds a rule before the one at `index`, or at the end.
    ///
    /// # Errors
    /// When the rule has a mistake or the file cannot be written.
    pub fn add(&self, index: Option<usize>, rule: &AccessRule) -> Result<(), RuleError> {
        self.change(false, |text, entries| {
            let index = index.unwrap_or(entries.len());
            if index > entries.len() {
                return Err(RuleError::NoRule(index, entries.len()));
            }
            Ok(rule_file::with(text, entries, index, rule))
        })
    }

    /// Removes the rule at `index`, from 0.
    ///
    /// # Errors
    /// When there is none or the file cannot be written.
    pub fn remove(&self, index: usize) -> Result<(), RuleError> {
        self.change(false, |text, entries| {
            if index >= entries.len() {
                return Err(RuleError::NoRule(index, entries.len()));
            }
            Ok(rule_file::without(text, entries, index))
        })
    }

    /// Replaces all rules.
    ///
    /// # Errors
    /// When one has a mistake or the file cannot be written.
    pub fn replace(&self, rules: &[AccessRule]) -> Result<(), RuleError> {
        self.replace_if(rules, |_| true, false)
    }

    /// The same, if the text of the file is as expected. With `dry_run` only says whether it could be done.
    ///
    /// # Errors
    /// When the text is another, too.
    pub(crate) fn replace_if(
        &self,
        rules: &[AccessRule],
        expected: impl FnOnce(&str) -> bool,
        dry_run: bool,
    ) -> Result<(), RuleError> {
        self.change(dry_run, |text, _| {
            if expected(text) {
                Ok(AccessRule::write_all(rules))
            } else {
                Err(RuleError::Changed)
            }
        })
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> String {
        self.load().text.clone()
    }

    /// Reads the file again if it has changed. Returns whether it had.
    ///
    /// # Errors
    /// When it cannot be read or has mistakes. The rules stay as they were.
    pub fn refresh(&self) -> Result<bool, RuleError> {
        let held = self.file.lock();
        let changed = self.stamp()? != self.load().stamp;
        if changed {
            self.current
                .store(Arc::new(read(&self.path, &self.settings)?));
        }
        drop(held);
        Ok(changed)
    }

    pub(crate) fn load(&self) -> Guard<Arc<Current>> {
        self.current.load()
    }

    /// The stamp of the file now.
    pub(crate) fn stamp(&self) -> Result<Option<Stamp>, RuleError> {
        Stamp::of(&self.path).map_err(|source| self.failed("read", source))
    }

    /// Makes a new text, checks it, writes it, and only then lets it hold. Edits by hand are read first. In a dry run it is checked only.
    fn change(
        &self,
        dry_run: bool,
        edit: impl FnOnce(&str, &[Entry<AccessRule>]) -> Result<String, RuleError>,
    ) -> Result<(), RuleError> {
        let held = self.file.lock();
        if self.stamp()? != self.load().stamp {
            self.current
                .store(Arc::new(read(&self.path, &self.settings)?));
        }
        let now = self.current.load_full();
        let entries = now
            .written
            .as_deref()
            .ok_or_else(|| RuleError::Mosquitto(self.path.clone()))?;
        let text = edit(&now.text, entries)?;
        let mut next = Current::parse(&self.path, text, &self.settings)?;
        if dry_run {
            return Ok(());
        }
        let stamp = replace_kept_file(&self.path, next.text.as_bytes())
            .map_err(|source| self.failed("write", source))?;
        next.stamp = Some(stamp);
        self.current.store(Arc::new(next));
        drop(held);
        self.changed.notify_one();
        Ok(())
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> RuleError {
        RuleError::File {
            doing,
            path: self.path.clone(),
            source,
        }
    }
}

impl Current {
    fn parse(path: &Path, text: String, settings: &Acl) -> Result<Self, RuleError> {
        let file = RuleFile::parse(
            &path.display().to_string(),
            text.as_bytes(),
            settings.format,
        )
        .map_err(|diagnostics| RuleError::Mistakes { diagnostics })?;
        Ok(Self::new(file, text, settings))
    }

    fn new(file: RuleFile, text: String, settings: &Acl) -> Self {
        let default = match settings.default {
            AclDefault::Allow => Effect::Allow,
            AclDefault::Deny => Effect::Deny,
        };
        Self {
            set: RuleSet::new(file.rules, default),
            written: file.written,
            text,
            stamp: None,
        }
    }
}

fn read(path: &Path, settings: &Acl) -> Result<Current, RuleError> {
    let read = read_kept_file(path, LARGEST_FILE).map_err(|source| RuleError::File {
        doing: "read",
        path: path.to_path_buf(),
        source,
    })?;
    let Some((bytes, stamp)) = read else {
        return Ok(Current::new(
            RuleFile::missing(settings.format),
            String::new(),
            settings,
        ));
    };
    let name = path.display().to_string();
    let file = RuleFile::parse(&name, &bytes, settings.format)
        .map_err(|diagnostics| RuleError::Mistakes { diagnostics })?;
    let mut current = Current::new(file, String::from_utf8_lossy(&bytes).into_owned(), settings);
    current.stamp = Some(stamp);
    Ok(current)
}

/// Some 100 000 rules.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn rule(yaml: &str) -> AccessRule {
        AccessRule::read_all("f", yaml.as_bytes())
            .unwrap()
            .remove(0)
            .value
    }

    fn may(rules: &Rules, topic: &str) -> bool {
        let subject = Subject {
            user: Some("a"),
            client_id: "c",
            address: None,
            listener: None,
            certificate: None,
        };
        rules.decide(subject, Question::Receive { topic }).effect == Effect::Allow
    }

    #[test]
    fn a_rule_holds_as_soon_as_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acl.yml");
        let rules = Rules::open(&path, &Acl::default()).unwrap();
        assert!(!may(&rules, "a"));
        rules
            .add(None, &rule("- {allow: all, topic: \"#\"}"))
            .unwrap();
        rules
            .add(Some(0), &rule("- {deny: all, topic: b}"))
            .unwrap();
        assert!(may(&rules, "a") && !may(&rules, "b"));
        let again = Rules::open(&path, &Acl::default()).unwrap();
        assert!(may(&again, "a") && !may(&again, "b"));
        rules.remove(0).unwrap();
        assert!(may(&rules, "b") && rules.count() == 1);
        assert!(matches!(rules.remove(1), Err(RuleError::NoRule(1, 1))));
        assert!(again.refresh().unwrap() && !again.refresh().unwrap() && may(&again, "b"));
        rules.replace(&[]).unwrap();
        assert!(!may(&rules, "a"));
    }

    #[test]
    fn a_rule_with_a_mistake_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acl.yml");
        let rules = Rules::open(&path, &Acl::default()).unwrap();
        rules.add(None, &rule("- {allow: all, topic: a}")).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(matches!(
            rules.add(None, &rule("- {allow: all, topic: a/#/b}")),
            Err(RuleError::Mistakes { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), before);
        fs::write(&path, "- {allow: al, topic: a}\n").unwrap();
        assert!(
            rules.refresh().is_err() && rules.add(None, &rule("- {allow: all, topic: a}")).is_err()
        );
        assert!(may(&rules, "a"), "the old rules hold");
        assert_eq!(fs::read(&path).unwrap(), b"- {allow: al, topic: a}\n");
    }

    #[test]
    fn a_file_of_mosquitto_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acl");
        fs::write(&path, "user a\ntopic read x\n").unwrap();
        let rules = Rules::open(&path, &Acl::default()).unwrap();
        assert!(may(&rules, "x") && !may(&rules, "y") && rules.all().is_none());
        assert_eq!(rules.subscribe(), AclSubscribe::Filtered);
        assert!(matches!(rules.replace(&[]), Err(RuleError::Mosquitto(_))));
    }
}
