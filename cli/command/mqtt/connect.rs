//! The flags that say where and as whom to connect, the same for every command under `gmqtt mqtt`.

use std::{
    fmt, fs,
    io::{self, IsTerminal as _, Read as _},
    net::IpAddr,
    num::NonZeroU16,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clap::Args;
use clap_complete::ArgValueCandidates;
use gmqtt_protocol::{
    QoS, Version,
    session::client::{ClientOptions, WillOptions},
};

use super::properties::Properties;
use crate::{
    completion,
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    mqtt::{Endpoint, Target, TlsOptions, Transport, Url, invalid_topic, random},
    output::Output,
};

/// Where the broker is, and who asks.
#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(super) struct Connect {
    /// The broker and, after its port, a topic: mqtt, mqtts, ws, wss://[USER[:PASSWORD]@]HOST[:PORT][/TOPIC], unix://PATH
    #[arg(short = 'L', long, value_name = "URL", conflicts_with_all = ["host", "port", "unix"])]
    url: Option<Url>,

    /// The broker's host [default: localhost]
    #[arg(short = 'h', long, value_name = "HOST")]
    host: Option<String>,

    /// The broker's port [default: 1883, with TLS 8883]
    #[arg(short, long, value_name = "PORT")]
    port: Option<u16>,

    /// Connect through a unix socket
    #[arg(long, value_name = "PATH", conflicts_with_all = ["host", "port"])]
    unix: Option<String>,

    /// The context whose broker, account and certificates are used where no flag says it [default: the current one]
    #[arg(long, value_name = "NAME", add = ArgValueCandidates::new(completion::contexts))]
    context: Option<String>,

    /// Connect from this address of this machine
    #[arg(short = 'A', long, value_name = "ADDRESS")]
    bind_address: Option<IpAddr>,

    /// How long connecting, and each answer, may take
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    connect_timeout: Duration,

    /// The version of MQTT: 5, 3.1.1 or 3.1
    #[arg(short = 'V', long, value_name = "VERSION", default_value = "5", value_parser = version)]
    mqtt_version: Version,

    /// The client identifier; one is made up without it
    #[arg(short, long, value_name = "ID")]
    id: Option<String>,

    /// Make up a client identifier that starts with this
    #[arg(short = 'I', long, value_name = "PREFIX", conflicts_with = "id")]
    id_prefix: Option<String>,

    /// Keep the session when the connection ends, and go on with one that is there
    #[arg(
        short = 'c',
        long,
        visible_alias = "disable-clean-session",
        requires = "id"
    )]
    keep_session: bool,

    /// How long the session outlives the connection, in seconds, -1 for ever (MQTT 5) [default: 0, with -c for ever]
    #[arg(short = 'x', long, value_name = "SECONDS", allow_hyphen_values = true, value_parser = expiry)]
    session_expiry_interval: Option<u32>,

    /// The longest silence, in seconds; 0 for any
    #[arg(short, long, value_name = "SECONDS", default_value = "60")]
    keepalive: u16,

    /// A property of MQTT 5, as in -D connect receive-maximum 20, or -D publish user-property NAME VALUE
    #[arg(short = 'D', num_args = 3..=4, value_names = ["PACKET", "NAME", "VALUE"])]
    property_of: Vec<String>,

    #[command(flatten)]
    login: Login,
    #[command(flatten)]
    tls: Tls,
    #[command(flatten)]
    will: WillFlags,
}

#[derive(Debug, Args)]
struct Login {
    /// The user name
    #[arg(short, long, value_name = "NAME")]
    username: Option<String>,

    /// The password; other users of this machine can see it, --password-file hides it
    #[arg(short = 'P', long = "pw", value_name = "PASSWORD", conflicts_with_all = ["password_file", "password_stdin"])]
    password: Option<Password>,

    /// A file whose first line is the password
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    password_file: Option<PathBuf>,

    /// Read the password from stdin
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
struct Tls {
    /// Use TLS
    #[arg(long)]
    tls: bool,

    /// Use TLS, and trust the certificates of this file instead of the system's
    #[arg(long, visible_alias = "cacert", value_name = "FILE")]
    cafile: Option<PathBuf>,

    /// Use TLS, and trust the certificates in this folder instead of the system's
    #[arg(long, value_name = "FOLDER")]
    capath: Option<PathBuf>,

    /// The client's certificate
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,

    /// The key of the client's certificate
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,

    /// Take a trusted certificate of any host: whoever has one can pretend to be the broker
    #[arg(long)]
    insecure: bool,

    /// The one version of TLS to speak: tlsv1.2 or tlsv1.3
    #[arg(long, value_name = "VERSION")]
    tls_version: Option<String>,

    /// The application protocol to ask for (ALPN)
    #[arg(long, value_name = "NAME")]
    tls_alpn: Option<String>,
}

#[derive(Debug, Args)]
struct WillFlags {
    /// Where the broker publishes the will, should this client vanish
    #[arg(long, value_name = "TOPIC")]
    will_topic: Option<String>,

    /// What the will says
    #[arg(long, value_name = "PAYLOAD", requires = "will_topic")]
    will_payload: Option<String>,

    /// The QoS of the will
    #[arg(long, value_name = "QOS", requires = "will_topic", default_value = "0", value_parser = qos)]
    will_qos: QoS,

    /// Retain the will
    #[arg(long, requires = "will_topic")]
    will_retain: bool,
}

/// A password given as an argument, which is bad enough.
#[derive(Clone)]
struct Password(String);

impl std::str::FromStr for Password {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// All that a client needs to connect.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) target: Target,
    pub(super) options: ClientOptions,
    pub(super) properties: Properties,
    /// The topic that the URL names.
    pub(super) topic: Option<String>,
}

/// What says where the broker is.
#[derive(Default)]
struct Place {
    /// From a flag or the context.
    url: Option<Url>,
    /// The context, where no flag says where the broker is.
    context: Context,
}

impl Connect {
    /// Reads the files that the flags name. `role` becomes a part of the client identifier.
    pub(super) fn session(&self, role: &str, output: &Output) -> Result<Session, Error> {
        let properties = Properties::read(&self.property_of)?;
        let place = self.place(output)?;
        let target = self.target(&place)?;
        if self.tls.insecure && target.tls.is_some() {
            output.warn("the broker's name is not checked (--insecure)");
        }
        let mut options = ClientOptions {
            version: self.mqtt_version,
            clean_start: !self.keep_session,
            expect_session: self.keep_session,
            keep_alive: Duration::from_secs(self.keepalive.into()),
            answer_timeout: self.connect_timeout,
            session_expiry_interval: self
                .session_expiry_interval
                .unwrap_or(if self.keep_session { u32::MAX } else { 0 }),
            will: self.will(&properties)?,
            ..ClientOptions::new(self.client_id(role))
        };
        properties.apply_to_connect(&mut options)?;
        self.log_in(&place, &mut options, output)?;
        Ok(Session {
            target,
            options,
            properties,
            topic: place.url.and_then(|url| url.topic),
        })
    }

    /// Stdin is not free for anything else.
    pub(super) fn takes_stdin(&self) -> bool {
        self.login.password_stdin
    }

    /// A flag that says where the broker is leaves nothing of a context.
    fn place(&self, output: &Output) -> Result<Place, Error> {
        let said =
            self.url.is_some() || self.host.is_some() || self.port.is_some() || self.unix.is_some();
        if said {
            return Ok(Place {
                url: self.url.clone(),
                context: Context::default(),
            });
        }
        let contexts = Contexts::load()?;
        let Some((name, context)) = contexts.in_use(self.context.as_deref())? else {
            return Ok(Place::default());
        };
        let Some(url) = &context.mqtt_url else {
            if self.context.is_none() {
                return Ok(Place::default());
            }
            return Err(Error::new(
                Exit::Usage,
                format!("the context \"{name}\" does not say where MQTT is spoken"),
            )
            .hint(format_args!(
                "gmqtt context edit {name} --mqtt-url mqtts://HOST:8883"
            )));
        };
        let read = url.parse().map_err(|why| {
            Error::new(
                Exit::Usage,
                format!("\"{url}\" of the context \"{name}\" is not the URL of a broker"),
            )
            .cause(why)
        })?;
        output.explain(&format!("broker: {url} (context \"{name}\")"));
        Ok(Place {
            url: Some(read),
            context: context.clone(),
        })
    }

    fn target(&self, place: &Place) -> Result<Target, Error> {
        let tls = &self.tls;
        let wanted = tls.tls || tls.cafile.is_some() || tls.capath.is_some() || tls.cert.is_some();
        let mut endpoint = match (&place.url, &self.unix) {
            (Some(url), _) => url.endpoint.clone(),
            (None, Some(path)) => Endpoint {
                transport: Transport::Unix,
                host: path.clone(),
                port: 0,
                path: String::new(),
            },
            (None, None) => {
                let secure = wanted || self.port == Some(Transport::Tls.default_port());
                let transport = if secure {
                    Transport::Tls
                } else {
                    Transport::Tcp
                };
                Endpoint {
                    transport,
                    host: self.host.clone().unwrap_or_else(|| "localhost".to_owned()),
                    port: self.port.unwrap_or(transport.default_port()),
                    path: String::new(),
                }
            }
        };
        if wanted {
            endpoint.transport = endpoint.transport.encrypted();
        }
        // Of two folders and files the ones on the command line count.
        let trusted = tls.cafile.is_some() || tls.capath.is_some();
        let context = &place.context;
        let options = TlsOptions {
            ca_file: tls
                .cafile
                .clone()
                .or_else(|| context.cacert.clone().filter(|_| !trusted)),
            ca_folder: tls.capath.clone(),
            certificate: tls.cert.clone().or_else(|| context.cert.clone()),
            key: tls.key.clone().or_else(|| context.key.clone()),
            any_name: tls.insecure,
            only: match &tls.tls_version {
                Some(name) => Some(TlsOptions::version(name).map_err(|why| {
                    Error::new(Exit::Usage, format!("\"{name}\" is not a version of TLS"))
                        .cause(why)
                })?),
                None => None,
            },
            alpn: tls.tls_alpn.clone(),
        };
        let tls = match endpoint.transport.is_encrypted() {
            true => Some(Arc::new(options.config()?)),
            false => None,
        };
        Ok(Target {
            endpoint,
            tls,
            bind: self.bind_address,
            connect_timeout: self.connect_timeout,
        })
    }

    fn client_id(&self, role: &str) -> String {
        match (&self.id, &self.id_prefix) {
            (Some(id), _) => id.clone(),
            (None, Some(prefix)) => format!("{prefix}{}", std::process::id()),
            // Short enough for MQTT 3.1.
            (None, None) => format!("gmqtt-{role}-{:08x}", random() >> 32),
        }
    }

    fn will(&self, properties: &Properties) -> Result<Option<WillOptions>, Error> {
        let Some(topic) = &self.will.will_topic else {
            return Ok(None);
        };
        invalid_topic(topic)?;
        let mut will = WillOptions {
            qos: self.will.will_qos,
            retain: self.will.will_retain,
            topic: topic.clone(),
            payload: self
                .will
                .will_payload
                .clone()
                .unwrap_or_default()
                .into_bytes(),
            ..WillOptions::default()
        };
        if will.payload.len() > usize::from(u16::MAX) {
            return Err(
                Error::new(Exit::Usage, "the will is too large").cause("65535 bytes are the most")
            );
        }
        properties.apply_to_will(&mut will)?;
        Ok(Some(will))
    }

    fn log_in(
        &self,
        place: &Place,
        options: &mut ClientOptions,
        output: &Output,
    ) -> Result<(), Error> {
        let Login {
            username,
            password,
            password_file,
            password_stdin,
        } = &self.login;
        let url = place.url.as_ref();
        options.username = username
            .clone()
            .or_else(|| url.and_then(|url| url.username.clone()))
            .or_else(|| place.context.username.clone());
        let seen = password
            .as_ref()
            .map(|Password(password)| password)
            .or_else(|| url.and_then(|url| url.password.as_ref()));
        options.password = if *password_stdin {
            Some(first_line(io::stdin().lock(), "stdin")?)
        } else if let Some(file) = password_file {
            let open = fs::File::open(file).map_err(|error| no_password(file.display(), &error))?;
            Some(first_line(open, &Path::display(file).to_string())?)
        } else {
            if seen.is_some() && io::stderr().is_terminal() {
                output.warn(
                    "other users of this machine can see the password on the command line; --password-file hides it",
                );
            }
            match seen {
                Some(password) => Some(password.clone().into_bytes()),
                // Somebody else's password is not the context's.
                None if options.username == place.context.username => place.context.password()?,
                None => None,
            }
        };
        if options.password.is_some() && options.username.is_none() && !options.version.is_v5() {
            return Err(Error::new(Exit::Usage, "a password without a user name")
                .cause("before MQTT 5 there is none [3.1.1 MQTT-3.1.2-22]")
                .hint("add -u NAME"));
        }
        Ok(())
    }
}

/// The first line of what `source` has, without its end.
fn first_line(source: impl io::Read, name: &str) -> Result<Vec<u8>, Error> {
    let mut text = Vec::new();
    source
        .take(u64::from(u16::MAX) + 2)
        .read_to_end(&mut text)
        .map_err(|error| no_password(name, &error))?;
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Ok(line.to_vec())
}

fn no_password(source: impl fmt::Display, error: &io::Error) -> Error {
    Error::new(
        Exit::Usage,
        format!("cannot read the password from {source}"),
    )
    .cause(error)
}

/// A number is in seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string()),
        Err(_) => gmqtt_config::parse_duration(text).map_err(|error| error.to_string()),
    }
}

pub(super) fn qos(text: &str) -> Result<QoS, String> {
    let level = text.parse().ok().and_then(QoS::from_u8);
    level.ok_or_else(|| "it is 0, 1 or 2".to_owned())
}

fn version(text: &str) -> Result<Version, String> {
    match text.strip_prefix("mqttv").unwrap_or(text) {
        "5" | "5.0" => Ok(Version::V5),
        "311" | "3.1.1" | "4" => Ok(Version::V3_1_1),
        "31" | "3.1" | "3" => Ok(Version::V3_1),
        _ => Err("it is 5, 3.1.1 or 3.1".to_owned()),
    }
}

fn expiry(text: &str) -> Result<u32, String> {
    match text {
        "-1" | "∞" => Ok(u32::MAX),
        _ => text
            .parse()
            .map_err(|_| "it is a number of seconds, or -1 for ever".to_owned()),
    }
}

/// What [`ClientOptions::max_inflight`] is to be.
pub(super) fn window(text: &str) -> Result<NonZeroU16, String> {
    text.parse()
        .map_err(|_| "it is a number from 1 to 65535".to_owned())
}
