//! How one gets into a Redis that is named on the command line, not in the config.

use std::path::PathBuf;

use clap::Args;
use gmqtt_config::Redis;

/// For a Redis that is given as a URL.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "For a Redis given as a URL")]
pub(crate) struct RedisLogin {
    /// The user
    #[arg(long, value_name = "USER")]
    redis_user: Option<String>,

    /// A file with the password
    #[arg(long, value_name = "FILE")]
    redis_password_file: Option<PathBuf>,

    /// The certificates to trust
    #[arg(long, value_name = "FILE")]
    redis_cacert: Option<PathBuf>,

    /// The certificate to show
    #[arg(long, value_name = "FILE", requires = "redis_key")]
    redis_cert: Option<PathBuf>,

    /// Its key
    #[arg(long, value_name = "FILE", requires = "redis_cert")]
    redis_key: Option<PathBuf>,
}

impl RedisLogin {
    /// The section of a config that says the same.
    pub(super) fn section(&self, url: &str) -> Redis {
        let Self {
            redis_user,
            redis_password_file,
            redis_cacert,
            redis_cert,
            redis_key,
        } = self.clone();
        Redis {
            url: url.to_owned(),
            user: redis_user.unwrap_or_default(),
            password_file: redis_password_file,
            cacert: redis_cacert,
            cert: redis_cert,
            key: redis_key,
            ..Redis::default()
        }
    }
}
