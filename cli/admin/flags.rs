//! The flags that say which broker to ask, and as whom.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// Makes a struct of the flags. They stand in front of a command, where they are the root's, and behind it, where they are global
/// below the command; the root's are not global, since other commands have flags of these names with other meanings.
macro_rules! flags {
    ($(#[$doc:meta])* $name:ident, $global:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Args)]
        #[command(next_help_heading = "Which broker")]
        pub(crate) struct $name {
            /// The context to use: a broker with a name [env: GMQTT_CONTEXT]
            #[arg(id = "admin_context", long = "context", value_name = "NAME", global = $global, hide_short_help = true)]
            pub(crate) context: Option<String>,

            /// The admin API: unix:///path, grpc://, grpcs://, http:// or https://host:port [env: GMQTT_API]
            #[arg(id = "admin_api", long = "api", value_name = "URL", global = $global, hide_short_help = !$global)]
            pub(crate) api: Option<String>,

            /// A file with the token, - for stdin [env: GMQTT_TOKEN_FILE]
            #[arg(id = "admin_token_file", long = "token-file", value_name = "FILE", global = $global, hide_short_help = true)]
            pub(crate) token_file: Option<PathBuf>,

            /// The certificates to trust, instead of the system's
            #[arg(id = "admin_cacert", long = "cacert", value_name = "FILE", global = $global, hide_short_help = true)]
            pub(crate) cacert: Option<PathBuf>,

            /// The certificate to show
            #[arg(id = "admin_cert", long = "cert", value_name = "FILE", global = $global, hide_short_help = true)]
            pub(crate) cert: Option<PathBuf>,

            /// The key of that certificate
            #[arg(id = "admin_key", long = "key", value_name = "FILE", global = $global, hide_short_help = true)]
            pub(crate) key: Option<PathBuf>,

            /// Trust whoever answers: anybody on the way can pretend to be the broker
            #[arg(id = "admin_insecure", long = "insecure-skip-verify", global = $global, hide_short_help = true)]
            pub(crate) insecure_skip_verify: bool,

            /// How long an answer may take [default: 5s] [env: GMQTT_TIMEOUT]
            #[arg(id = "admin_timeout", long = "timeout", value_name = "DURATION", value_parser = duration, global = $global, hide_short_help = true)]
            pub(crate) timeout: Option<Duration>,
        }
    };
}

flags! {
    /// Which broker, as said in front of the command.
    RootFlags, false
}

flags! {
    /// Which broker, as said behind the command.
    AdminFlags, true
}

impl AdminFlags {
    /// What is said behind the command wins over what is said in front of it.
    pub(super) fn or(self, root: RootFlags) -> Self {
        Self {
            context: self.context.or(root.context),
            api: self.api.or(root.api),
            token_file: self.token_file.or(root.token_file),
            cacert: self.cacert.or(root.cacert),
            cert: self.cert.or(root.cert),
            key: self.key.or(root.key),
            insecure_skip_verify: self.insecure_skip_verify || root.insecure_skip_verify,
            timeout: self.timeout.or(root.timeout).or_else(|| {
                let set = std::env::var("GMQTT_TIMEOUT").ok()?;
                duration(&set).ok()
            }),
        }
    }
}

/// A length of time that is not nothing: `5s`, `1m30s`, `200ms`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    match gmqtt_config::parse_duration(text) {
        Ok(Duration::ZERO) => Err("it has to be more than nothing".to_owned()),
        Ok(duration) => Ok(duration),
        Err(error) => Err(error.to_string()),
    }
}
