//! `TokenService`: bearer tokens for this API.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::admin::token_service_server::TokenService;
use gmqtt_admin_api::admin::{
    CreateTokenRequest, CreateTokenResponse, ListTokensRequest, ListTokensResponse,
    RevokeTokenRequest, Token as Message,
};
use gmqtt_admin_api::{Caller, Fault, Reason};
use prost_types::Timestamp;
use tonic::{Request, Response, Status};

use crate::tokens::{NewToken, Token, TokenError, Tokens};

/// The service.
pub(crate) struct TokenList {
    tokens: Arc<Tokens>,
}

impl TokenList {
    pub(crate) const fn new(tokens: Arc<Tokens>) -> Self {
        Self { tokens }
    }

    /// Runs what writes a file where that may take its time.
    async fn change<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Tokens) -> Result<T, TokenError> + Send + 'static,
    ) -> Result<T, Fault> {
        let tokens = self.tokens.clone();
        let changed = tokio::task::spawn_blocking(move || change(&tokens)).await;
        match changed {
            Ok(changed) => changed.map_err(|error| fault(&error)),
            Err(_) => Err(Fault::new(Reason::Internal, "the change was not finished")),
        }
    }
}

#[tonic::async_trait]
impl TokenService for TokenList {
    async fn list(
        &self,
        _: Request<ListTokensRequest>,
    ) -> Result<Response<ListTokensResponse>, Status> {
        let tokens = self.tokens.all();
        Ok(Response::new(ListTokensResponse {
            tokens: tokens.iter().map(|token| message(token)).collect(),
        }))
    }

    async fn create(
        &self,
        request: Request<CreateTokenRequest>,
    ) -> Result<Response<CreateTokenResponse>, Status> {
        let by = Caller::of(request.extensions()).map(|caller| caller.name.clone());
        let new = read(request.into_inner(), by.unwrap_or_default())?;
        let created = self.change(|tokens| tokens.create(new, SystemTime::now()));
        let (token, secret) = created.await?;
        Ok(Response::new(CreateTokenResponse {
            token: Some(message(&token)),
            secret: secret.reveal(),
        }))
    }

    async fn revoke(&self, request: Request<RevokeTokenRequest>) -> Result<Response<()>, Status> {
        let name = request.into_inner().name;
        if name.is_empty() {
            return Err(Fault::invalid("name", "").into());
        }
        let revoked = self.change(move |tokens| tokens.revoke(&name));
        if revoked.await? {
            Ok(Response::new(()))
        } else {
            Err(Fault::new(Reason::TokenNotFound, "there is no such token").into())
        }
    }
}

fn read(request: CreateTokenRequest, created_by: String) -> Result<NewToken, Fault> {
    let role = request
        .role
        .parse()
        .map_err(|error: gmqtt_admin_api::UnknownRole| {
            Fault::invalid("role", &error.to_string())
        })?;
    let scopes = request.scopes.iter().map(|scope| scope.parse());
    let scopes = scopes
        .collect::<Result<Vec<_>, gmqtt_admin_api::UnknownScope>>()
        .map_err(|error| Fault::invalid("scopes", &error.to_string()))?;
    let lifetime = match request.expires_in {
        None => None,
        Some(time) => {
            let time = Duration::try_from(time)
                .ok()
                .filter(|time| time.as_secs() > 0);
            Some(time.ok_or_else(|| Fault::invalid("expires_in", "it is at least a second"))?)
        }
    };
    Ok(NewToken {
        name: request.name,
        role,
        scopes,
        lifetime,
        created_by,
    })
}

fn message(token: &Token) -> Message {
    let time = |seconds: u64| Timestamp {
        seconds: i64::try_from(seconds).unwrap_or(i64::MAX).min(LAST_SECOND),
        nanos: 0,
    };
    Message {
        name: token.name.clone(),
        role: token.role.name().to_owned(),
        scopes: token
            .scopes
            .iter()
            .map(|scope| scope.name().to_owned())
            .collect(),
        created_at: Some(time(token.created_at)),
        expires_at: token.expires_at.map(time),
        last_used_at: token.last_used_at().map(time),
        created_by: token.created_by.clone(),
    }
}

/// The end of the year 9999, the last that can be written.
const LAST_SECOND: i64 = 253_402_300_799;

fn fault(error: &TokenError) -> Fault {
    let words = error.to_string();
    match error {
        TokenError::Name(_) => Fault::invalid("name", &words),
        TokenError::Exists(_) => Fault::new(Reason::TokenExists, words),
        TokenError::FromFile(_) => Fault::new(Reason::ReadOnly, words),
        TokenError::TooMany => Fault::new(Reason::LimitReached, words),
        TokenError::File { .. } | TokenError::Line { .. } | TokenError::NoRandomBytes => {
            Fault::new(Reason::Internal, words)
        }
    }
}
