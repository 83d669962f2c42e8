//! Keys of others, read as they are.

use std::collections::HashMap;

use redis::{FromRedisValue, RedisResult};

use super::connection::Connection;
use super::{ConnectError, Options};

/// A Redis in which something else keeps its own.
pub(crate) struct Raw(Connection);

impl Raw {
    pub(crate) async fn connect(options: &Options) -> Result<Self, ConnectError> {
        match Connection::open(options).await {
            Ok(connection) => Ok(Self(connection)),
            Err(cause) => Err(ConnectError::Redis {
                servers: options.servers.clone(),
                cause,
            }),
        }
    }

    /// The keys that match a pattern, some perhaps twice.
    pub(crate) async fn keys(&mut self, pattern: &str) -> Result<Vec<Vec<u8>>, ConnectError> {
        let (mut cursor, mut all) = (0_u64, Vec::new());
        loop {
            let mut command = redis::cmd("SCAN");
            command.arg(cursor).arg("MATCH").arg(pattern);
            command.arg("COUNT").arg(1000);
            let answer: RedisResult<(u64, Vec<Vec<u8>>)> = command.query_async(&mut self.0).await;
            let (next, keys) = answer.map_err(crate::store::ReadError::from)?;
            all.extend(keys);
            if next == 0 {
                return Ok(all);
            }
            cursor = next;
        }
    }

    /// A hash, empty if it is not there; `None` if the key is something else.
    pub(crate) async fn hash(
        &mut self,
        key: &[u8],
    ) -> RedisResult<Option<HashMap<Vec<u8>, Vec<u8>>>> {
        self.typed(redis::cmd("HGETALL").arg(key)).await
    }

    /// The length of a list, 0 if it is not there; `None` if the key is something else.
    pub(crate) async fn length(&mut self, key: &[u8]) -> RedisResult<Option<usize>> {
        self.typed(redis::cmd("LLEN").arg(key)).await
    }

    /// Elements of a list.
    pub(crate) async fn range(
        &mut self,
        key: &[u8],
        start: usize,
        count: usize,
    ) -> RedisResult<Vec<Vec<u8>>> {
        let mut command = redis::cmd("LRANGE");
        command.arg(key).arg(start).arg(start + count - 1);
        command.query_async(&mut self.0).await
    }

    async fn typed<T: FromRedisValue>(&mut self, command: &redis::Cmd) -> RedisResult<Option<T>> {
        match command.query_async(&mut self.0).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.code() == Some("WRONGTYPE") => Ok(None),
            Err(error) => Err(error),
        }
    }
}
