//! A machine for a test: a network that nobody else is on, so that every port is free and none is reached from elsewhere, and a
//! shell on it.
//!
//! It needs Linux namespaces (`unshare` of util-linux) and `ip` (iproute2), and no rights.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::cli::process::Done;

/// How long a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The address that others would reach it by; the same machine reaches it, too.
pub(crate) const OUTSIDE: &str = "192.0.2.1";

/// Reaches the end of its input when the test ends.
const BOOT: &str = r#"
    set -e
    hostname mq1
    ip link set lo up
    for address in $ADDRESSES; do ip address add "$address/32" dev lo; done
    mount --bind "$HOSTS" /etc/hosts
    echo booted
    exec $BECOME bash --norc
"#;

/// A machine. What runs on it ends with it.
pub(crate) struct Machine {
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: TempDir,
    commands: u32,
    running: BTreeMap<u32, u32>,
}

/// A command that runs beside others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Job(u32);

impl Machine {
    /// With a user who is not root.
    pub(crate) fn of_a_user() -> Self {
        let become_user = "unshare --user --map-user=1000 --map-group=1000";
        Self::boot(
            &["--map-root-user", "--net", "--mount", "--uts"],
            become_user,
        )
    }

    /// With root as its user, which must run the test.
    pub(crate) fn of_root() -> Self {
        Self::boot(&["--net", "--mount", "--uts"], "")
    }

    fn boot(namespaces: &[&str], become_user: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fs::canonicalize(folder.path()).expect("it is there");
        for name in ["home", "run", "bin"] {
            fs::create_dir(path.join(name)).expect("a folder");
        }
        let hosts = format!("127.0.0.1 localhost mq1 redis\n{OUTSIDE} mq1.lan\n");
        fs::write(path.join("hosts"), hosts).expect("a file");
        let binary = env!("CARGO_BIN_EXE_gmqtt");
        std::os::unix::fs::symlink(binary, path.join("bin/gmqtt")).expect("a link");
        let search = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("unshare")
            .args(namespaces)
            .args(["bash", "-c", BOOT])
            .env_clear()
            .env("PATH", format!("{}/bin:{search}", path.display()))
            .env("HOME", path.join("home"))
            .env("XDG_RUNTIME_DIR", path.join("run"))
            .env("HOSTS", path.join("hosts"))
            .env("ADDRESSES", OUTSIDE)
            .env("BECOME", become_user)
            .env("LC_ALL", "C.UTF-8")
            .current_dir(path.join("home"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare is installed (Debian's package util-linux)");
        let mut machine = Self {
            orders: shell.stdin.take(),
            answers: BufReader::new(shell.stdout.take().expect("a pipe")),
            shell,
            folder,
            commands: 0,
            running: BTreeMap::new(),
        };
        assert_eq!(
            machine.answer(),
            "booted",
            "namespaces are allowed, and iproute2 is installed"
        );
        machine
    }

    /// The folder its user is in.
    pub(crate) fn home(&self) -> PathBuf {
        fs::canonicalize(self.folder.path().join("home")).expect("it is there")
    }

    /// Where its sockets are.
    pub(crate) fn runtime(&self) -> PathBuf {
        fs::canonicalize(self.folder.path().join("run")).expect("it is there")
    }

    /// Runs a command to its end.
    #[track_caller]
    pub(crate) fn run(&mut self, command: &str) -> Done {
        let number = self.write_down(command);
        let limit = PATIENCE.as_secs();
        let files = self.files(number);
        self.order(&format!(
            "timeout {limit} bash {files}.sh > {files}.out 2> {files}.err < /dev/null; echo $?"
        ));
        self.done(number)
    }

    /// Runs a command that has to succeed; gives back what it prints.
    #[track_caller]
    pub(crate) fn succeed(&mut self, command: &str) -> String {
        let done = self.run(command);
        assert_eq!(done.code, Some(0), "{command}: {done:?}");
        done.stdout
    }

    /// Starts a command that goes on, in a process group of its own.
    pub(crate) fn start(&mut self, command: &str) -> Job {
        let number = self.write_down(command);
        let files = self.files(number);
        self.order(&format!(
            "setsid bash {files}.sh > {files}.out 2> {files}.err < /dev/null & echo $!"
        ));
        let process = self.answer().parse().expect("the number of a process");
        self.running.insert(number, process);
        Job(number)
    }

    /// Waits until a command that goes on has printed `text`; gives back all that it has printed.
    #[track_caller]
    pub(crate) fn wait_for(&self, job: Job, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let printed = self.printed(job);
            if printed.contains(text) {
                return printed;
            }
            assert!(Instant::now() < end, "no {text:?} in {printed}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What a command has printed until now, on stdout and then on stderr.
    pub(crate) fn printed(&self, job: Job) -> String {
        let read = |kind: &str| {
            fs::read_to_string(format!("{}.{kind}", self.files(job.0))).unwrap_or_default()
        };
        read("out") + &read("err")
    }

    /// Ends a command as Ctrl-C does; gives back what it has printed.
    #[track_caller]
    pub(crate) fn interrupt(&mut self, job: Job) -> Done {
        let process = self.running.remove(&job.0).expect("it runs");
        // A shell that starts something beside itself has it ignore SIGINT.
        self.order(&format!(
            "kill -TERM -- -{process}; wait {process}; echo $?"
        ));
        self.done(job.0)
    }

    fn write_down(&mut self, command: &str) -> u32 {
        self.commands += 1;
        let path = format!("{}.sh", self.files(self.commands));
        fs::write(path, format!("{command}\n")).expect("a file");
        self.commands
    }

    fn files(&self, number: u32) -> String {
        let path: &Path = self.folder.path();
        format!("{}/{number}", path.display())
    }

    fn order(&mut self, line: &str) {
        let orders = self.orders.as_mut().expect("the shell is there");
        writeln!(orders, "{line}").expect("the shell reads");
    }

    #[track_caller]
    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }

    #[track_caller]
    fn done(&mut self, number: u32) -> Done {
        let code = self.answer().parse().ok();
        let read = |kind: &str| {
            let bytes = fs::read(format!("{}.{kind}", self.files(number))).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        Done {
            code,
            stdout: read("out"),
            stderr: read("err"),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        for process in self.running.values() {
            if let Some(orders) = &mut self.orders {
                let _ = writeln!(orders, "kill -KILL -- -{process}");
            }
        }
        // The shell ends with its input.
        self.orders = None;
        let _ = self.shell.wait();
    }
}
