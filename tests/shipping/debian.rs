//! A release, built, packed and installed: the Debian package in a fresh Debian, and the image that the Dockerfile makes, in another.
//!
//! Both need root, a Debian mirror, `debootstrap` and `cargo deb`, and a release build: `tests/run --long` runs them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use super::{
    dockerfile::{Dockerfile, Stage, Step},
    image::{first_token, five_ports_answer},
    in_tree,
    machine::Machine,
    read, unit,
};

/// Runs a command to its end, which has to be a good one.
#[track_caller]
fn succeed(command: &mut Command) -> String {
    let done = command
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{command:?}: {out}{err}");
    out.into_owned()
}

/// The folder that cargo builds into: `target`, if nobody says otherwise.
fn target() -> &'static Path {
    let debug = Path::new(env!("CARGO_BIN_EXE_gmqtt")).parent();
    debug.and_then(Path::parent).expect("target/debug/gmqtt")
}

/// A Debian with nothing in it, for one test. The first is fetched, the others are copies of it.
fn fresh_debian(name: &str) -> PathBuf {
    static PRISTINE: OnceLock<PathBuf> = OnceLock::new();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let pristine = PRISTINE.get_or_init(|| {
        let root = folder.join("bookworm");
        if !root.join("etc/debian_version").exists() {
            let beside = folder.join("bookworm.unfinished");
            succeed(Command::new("rm").arg("-rf").arg(&beside));
            let mut debootstrap = Command::new("debootstrap");
            succeed(
                debootstrap
                    .args(["--variant=minbase", "bookworm"])
                    .arg(&beside),
            );
            fs::rename(&beside, &root).expect("a name");
        }
        root
    });
    let root = folder.join(name);
    succeed(Command::new("rm").arg("-rf").arg(&root));
    succeed(Command::new("cp").arg("-a").arg(pristine).arg(&root));
    // What an installer writes, and an engine.
    fs::write(root.join("etc/hosts"), "127.0.0.1 localhost\n").expect("a file");
    root
}

/// A command in that Debian, with its own view of the processes: half of Debian's tools want /proc.
fn inside(root: &Path, script: &str) -> Command {
    let enter = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" /bin/sh -c \"$1\"";
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "sh", "-c", enter])
        .arg(root)
        .arg(script)
        .env_clear()
        .env(
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        )
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// A machine with that Debian in it.
fn machine_with(root: &Path) -> Machine {
    let mut machine = Machine::of_root();
    machine.succeed(&format!("mount -t proc proc {}/proc", root.display()));
    machine
}

/// A command in that Debian, as a line for a machine's shell.
fn line(root: &Path, user: &str, variables: &str, words: &str) -> String {
    format!(
        "exec chroot --userspec={user} {} /usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin {variables} {words}",
        root.display()
    )
}

/// Carries out the build stage of the Dockerfile in the tree itself. With `GMQTT_RELEASE_IS_BUILT` the release that is there is
/// taken as it is.
fn release() -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        if std::env::var_os("GMQTT_RELEASE_IS_BUILT").is_some() {
            return;
        }
        let dockerfile = Dockerfile::parse(&read("Dockerfile"));
        for step in &dockerfile.stage("build").steps {
            match step.word.as_str() {
                "RUN" => succeed(
                    Command::new("sh")
                        .args(["-c", &step.rest])
                        .current_dir(env!("CARGO_MANIFEST_DIR"))
                        .env("CARGO_TARGET_DIR", target()),
                ),
                "WORKDIR" | "COPY" => String::new(),
                other => panic!("a step {other}"),
            };
        }
    });
    target().join("release/gmqtt")
}

#[test]
#[ignore = "builds a release and a Debian: tests/run --long"]
fn the_package_is_installed_used_and_purged() {
    release();
    let root = fresh_debian("package");
    succeed(
        Command::new(env!("CARGO"))
            .args([
                "deb",
                "--no-build",
                "--locked",
                "--compress-system",
                "--output",
            ])
            .arg(root.join("gmqtt.deb"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("CARGO_TARGET_DIR", target()),
    );
    let apt = "apt-get update -qq && apt-get install -y -qq --no-install-recommends";
    succeed(&mut inside(
        &root,
        &format!("{apt} ./gmqtt.deb man-db bash-completion"),
    ));
    let verified =
        "systemd-analyze verify /usr/lib/systemd/system/gmqtt.service 2>&1 | grep gmqtt || true";
    assert_eq!(succeed(&mut inside(&root, verified)), "");
    let enabled = "readlink /etc/systemd/system/multi-user.target.wants/gmqtt.service";
    let link = succeed(&mut inside(&root, enabled));
    assert!(
        link.trim_end().ends_with("/systemd/system/gmqtt.service"),
        "{link}"
    );

    let page = succeed(&mut inside(
        &root,
        "man gmqtt; man -w gmqtt.yml gmqtt-filters",
    ));
    assert!(
        page.contains("gmqtt - ") && page.contains("/man5/gmqtt.yml.5.gz"),
        "{page}"
    );
    let completion =
        "bash -c '. /usr/share/bash-completion/bash_completion; _completion_loader gmqtt
        COMP_WORDS=(gmqtt config che); COMP_CWORD=2; COMP_TYPE=9
        function=$(complete -p gmqtt | sed \"s/.*-F \\([^ ]*\\).*/\\1/\")
        $function gmqtt che config; echo \"${COMPREPLY[@]}\"' 2> /dev/null";
    assert_eq!(succeed(&mut inside(&root, completion)).trim(), "check");
    succeed(&mut inside(
        &root,
        "gmqtt config check --strict /etc/gmqtt/gmqtt.yml",
    ));

    the_service_starts(&root);

    succeed(&mut inside(&root, "apt-get purge -y -qq gmqtt"));
    for gone in ["etc/gmqtt/gmqtt.yml", "var/lib/gmqtt", "usr/bin/gmqtt"] {
        assert!(!root.join(gone).exists(), "{gone}");
    }
}

/// Does what systemd does with the unit, as far as there are words for it.
fn the_service_starts(root: &Path) {
    let unit = read("packaging/systemd/gmqtt.service");
    let start = unit::values(&unit, "ExecStart")[0];
    let user = unit::values(&unit, "User")[0];
    let mut machine = machine_with(root);
    // Made anew at each boot.
    succeed(&mut inside(root, "systemd-tmpfiles --create gmqtt.conf"));
    let broker = machine.start(&line(root, &format!("{user}:{user}"), "", start));
    machine.wait_for(broker, "ready");
    let as_root = |words: &str| line(root, "root:root", "", words);
    machine.succeed(&as_root("gmqtt mqtt pub -t a -q 1 -m x"));
    machine.succeed(&as_root("gmqtt status"));
    machine.succeed(&as_root("gmqtt top --once"));
    for reload in unit::values(&unit, "ExecReload") {
        if !reload.contains("$MAINPID") {
            machine.succeed(&line(root, &format!("{user}:{user}"), "", reload));
        }
    }
    let done = machine.interrupt(broker);
    assert_eq!(done.code, Some(0), "{done:?}");
    let store = root.join("var/lib/gmqtt/store");
    assert!(
        store.is_dir(),
        "what survives is in the folder of the service"
    );
}

/// Carries out the steps of the last stage, as an engine does, in a Debian that stands for the image it starts from.
fn image(dockerfile: &Stage, root: &Path) -> (String, String, String) {
    let (mut user, mut folder, mut variables) = ("root".to_owned(), "/".to_owned(), String::new());
    for Step { word, rest } in &dockerfile.steps {
        match word.as_str() {
            "RUN" => _ = succeed(&mut inside(root, rest)),
            "COPY" => {
                let (from, to) = rest.rsplit_once(' ').expect("from and to");
                let source = match from.split_once(' ') {
                    Some(("--from=build", "/src/target/release/gmqtt")) => release(),
                    None => in_tree(from),
                    other => panic!("COPY {other:?}"),
                };
                let to = root.join(to.trim_start_matches('/'));
                succeed(Command::new("install").arg("-D").arg(source).arg(to));
            }
            "USER" => user.clone_from(rest),
            "WORKDIR" => folder.clone_from(rest),
            "ENV" => variables = format!("{variables} {rest}"),
            "VOLUME" | "EXPOSE" | "HEALTHCHECK" | "STOPSIGNAL" | "ENTRYPOINT" | "CMD" => {}
            other => panic!("an instruction {other}"),
        }
    }
    (user, folder, variables)
}

#[test]
#[ignore = "builds a release and a Debian: tests/run --long"]
fn the_dockerfile_makes_an_image_whose_five_ports_answer() {
    let dockerfile = Dockerfile::parse(&read("Dockerfile"));
    let stage = dockerfile.image();
    assert_eq!(stage.image, "debian:bookworm-slim");
    let root = fresh_debian("image");
    let (user, folder, variables) = image(stage, &root);
    assert!(root.join(folder.trim_start_matches('/')).is_dir());
    let user = format!("{user}:{user}");

    let mut machine = machine_with(&root);
    let start = line(&root, &user, &variables, &stage.command().join(" "));
    let broker = machine.start(&start);
    let token = first_token(&machine, broker).expect("a token is printed");
    five_ports_answer(&mut machine, &token);
    let (_, health) = stage.last("HEALTHCHECK").split_once("CMD ").expect("CMD");
    let health = line(&root, &user, &variables, &format!("sh -c '{health}'"));
    machine.succeed(&health);
    let number = format!("chroot {} id -u gmqtt", root.display());
    assert_eq!(machine.succeed(&number).trim(), "1883");
    // What STOPSIGNAL says.
    assert_eq!(machine.interrupt(broker).code, Some(0));
    assert_eq!(machine.run(&health).code, Some(1), "nothing runs");
}
