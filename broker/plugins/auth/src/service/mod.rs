//! `AccountService`: accounts over the admin API.

mod fields;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_admin_api::auth::account_service_server::{AccountService, AccountServiceServer};
use gmqtt_admin_api::auth::{
    Account as Message, DeleteAccountRequest, GetAccountRequest, GetAccountResponse,
    ImportAccountsRequest, ImportAccountsResponse, ImportResult, ListAccountsRequest,
    ListAccountsResponse, PatchAccountRequest, PutAccountRequest, UpdateAccountRequest,
    VerifyAccountRequest, VerifyAccountResponse, import_result::Outcome,
};
use gmqtt_admin_api::list::{ListArguments, ListQuery};
use gmqtt_admin_api::{ApiRoutes, Caller, Fault, Reason, Scope, Services};
use gmqtt_plugin_api::BrokerHandle;
use gmqtt_protocol::ReasonCode;
use tonic::{Request, Response, Status};

use crate::account::Account;
use crate::accounts::{AccountChange, AccountError, Expected, Import, Imported};
use crate::authenticator::Authenticator;
use crate::plugin::{AuthPlugin, Current};
use fields::Listed;

/// The service.
struct AccountList {
    current: Arc<Current>,
}

/// How many accounts are imported at a time.
const MOST: usize = 10_000;

impl ApiRoutes for AuthPlugin {
    fn register(&self, services: &mut Services) {
        services.add(AccountServiceServer::new(AccountList {
            current: self.current.clone(),
        }));
    }
}

impl AccountList {
    fn authenticator(&self) -> Result<Arc<Authenticator>, Fault> {
        self.current.authenticator.load_full().ok_or_else(|| {
            let words = "the plugin `auth` is not loaded: add it to `plugin_order`";
            Fault::new(Reason::NotEnabled, words)
        })
    }

    /// Runs what hashes passwords or writes the file where that may take its time.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Authenticator) -> Result<T, AccountError> + Send + 'static,
    ) -> Result<T, Fault> {
        let authenticator = self.authenticator()?;
        let done = tokio::task::spawn_blocking(move || work(&authenticator)).await;
        match done {
            Ok(done) => done.map_err(|error| fault(&error)),
            Err(_) => Err(Fault::new(Reason::Internal, "the change was not finished")),
        }
    }

    /// The account of this name, as it is now.
    fn shown(&self, username: &str, shows_hash: bool) -> Result<GetAccountResponse, Fault> {
        let authenticator = self.authenticator()?;
        let account = authenticator.accounts.find(username).ok_or_else(missing)?;
        let broker = self.current.broker();
        let connected = connected(broker.as_ref(), Some(username));
        Ok(GetAccountResponse {
            account: Some(message(&account, &connected, shows_hash)),
        })
    }

    /// Ends the connections of an account that nobody can log in with any more.
    fn disconnect(&self, username: &str) {
        let Some(broker) = self.current.broker() else {
            return;
        };
        let mut ids = Vec::new();
        broker.clients(&mut |client| {
            let is_theirs = client.info.username.as_deref() == Some(username);
            // Who showed a certificate does not need the account.
            if client.connected && is_theirs && client.info.peer.certificate_name.is_none() {
                ids.push(client.info.id.clone());
            }
        });
        for id in ids {
            broker.disconnect(
                &id,
                ReasonCode::NotAuthorized,
                Some("the account is closed"),
            );
        }
    }
}

#[tonic::async_trait]
impl AccountService for AccountList {
    async fn list(
        &self,
        request: Request<ListAccountsRequest>,
    ) -> Result<Response<ListAccountsResponse>, Status> {
        let shows_hash = shows_hash(&request);
        let asked = request.into_inner();
        let arguments = ListArguments {
            filter: &asked.filter,
            order_by: &asked.order_by,
            default_order: "position",
            page_token: &asked.page_token,
            page: asked.page,
            page_size: asked.page_size,
            count_only: asked.count_only,
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let all = self.authenticator()?.accounts.all();
        let broker = self.current.broker();
        let connected = connected(broker.as_ref(), None);
        let listed = all.into_iter().enumerate().map(|(position, account)| {
            let count = connected.get(account.username()).copied().unwrap_or(0);
            Listed::new(position, account, count)
        });
        let page = query.select(listed);
        let show = |one: &Listed| message(one.account(), &connected, shows_hash);
        let (accounts, next_page_token) = page.show(&query, show);
        Ok(Response::new(ListAccountsResponse {
            accounts,
            total_count: page.total,
            next_page_token,
        }))
    }

    async fn get(
        &self,
        request: Request<GetAccountRequest>,
    ) -> Result<Response<GetAccountResponse>, Status> {
        let shows_hash = shows_hash(&request);
        let username = named(request.into_inner().username)?;
        Ok(Response::new(self.shown(&username, shows_hash)?))
    }

    async fn update(&self, request: Request<UpdateAccountRequest>) -> Result<Response<()>, Status> {
        let UpdateAccountRequest { username, password } = request.into_inner();
        let username = named(username)?;
        let change = AccountChange {
            password: Some(password.into_bytes()),
            ..AccountChange::default()
        };
        self.run(move |auth| auth.accounts.set(&username, change, &auth.settings))
            .await?;
        Ok(Response::new(()))
    }

    async fn delete(&self, request: Request<DeleteAccountRequest>) -> Result<Response<()>, Status> {
        let username = named(request.into_inner().username)?;
        let name = username.clone();
        let existed = self.run(move |auth| auth.accounts.remove(&name)).await?;
        if existed {
            self.disconnect(&username);
        }
        Ok(Response::new(()))
    }

    async fn patch(
        &self,
        request: Request<PatchAccountRequest>,
    ) -> Result<Response<GetAccountResponse>, Status> {
        let shows_hash = shows_hash(&request);
        let asked = request.into_inner();
        let username = named(asked.username)?;
        let closes = asked.disabled == Some(true);
        let change = AccountChange {
            password: asked.password.map(String::into_bytes),
            description: asked.description.map(some_words),
            disabled: asked.disabled,
        };
        let expected = Expected {
            etag: asked.if_match,
            exists: Some(true),
        };
        let name = username.clone();
        self.run(move |auth| {
            auth.accounts
                .set_if(&name, change, &auth.settings, &expected)
        })
        .await?;
        if closes {
            self.disconnect(&username);
        }
        Ok(Response::new(self.shown(&username, shows_hash)?))
    }

    async fn put(
        &self,
        request: Request<PutAccountRequest>,
    ) -> Result<Response<GetAccountResponse>, Status> {
        let shows_hash = shows_hash(&request);
        let asked = request.into_inner();
        let username = named(asked.username)?;
        let closes = asked.disabled;
        let change = AccountChange {
            password: Some(asked.password.into_bytes()),
            description: Some(some_words(asked.description)),
            disabled: Some(asked.disabled),
        };
        let expected = Expected {
            etag: asked.if_match,
            exists: asked.create_only.then_some(false),
        };
        let name = username.clone();
        self.run(move |auth| {
            auth.accounts
                .set_if(&name, change, &auth.settings, &expected)
        })
        .await?;
        if closes {
            self.disconnect(&username);
        }
        Ok(Response::new(self.shown(&username, shows_hash)?))
    }

    async fn import(
        &self,
        request: Request<ImportAccountsRequest>,
    ) -> Result<Response<ImportAccountsResponse>, Status> {
        let asked = request.into_inner();
        if asked.accounts.is_empty() || asked.accounts.len() > MOST {
            let problem = format!("there are from 1 to {MOST}");
            return Err(Fault::invalid("accounts", &problem).into());
        }
        let imports = asked.accounts.into_iter().map(|one| Import {
            username: one.username,
            password: one.password,
            password_hash: one.password_hash,
            disabled: one.disabled,
            description: some_words(one.description),
        });
        let imports: Vec<_> = imports.collect();
        let (replace, dry_run) = (asked.replace, asked.dry_run);
        let names: Vec<_> = imports.iter().map(|one| one.username.clone()).collect();
        let outcomes = self
            .run(move |auth| {
                auth.accounts
                    .import(imports, &auth.settings, replace, dry_run)
            })
            .await?;
        let mut answer = ImportAccountsResponse::default();
        for (username, outcome) in names.into_iter().zip(outcomes) {
            let (outcome, message) = match outcome {
                Ok(Imported::Created) => (Outcome::Created, String::new()),
                Ok(Imported::Replaced) => (Outcome::Replaced, String::new()),
                Ok(Imported::Skipped) => (Outcome::Skipped, "there is such an account".to_owned()),
                Err(error) => (Outcome::Failed, error.to_string()),
            };
            let count = match outcome {
                Outcome::Created => &mut answer.created,
                Outcome::Replaced => &mut answer.replaced,
                Outcome::Skipped => &mut answer.skipped,
                Outcome::Failed | Outcome::Unspecified => &mut answer.failed,
            };
            *count += 1;
            answer.results.push(ImportResult {
                username,
                outcome: outcome.into(),
                message,
            });
        }
        Ok(Response::new(answer))
    }

    async fn verify(
        &self,
        request: Request<VerifyAccountRequest>,
    ) -> Result<Response<VerifyAccountResponse>, Status> {
        let VerifyAccountRequest { username, password } = request.into_inner();
        let username = named(username)?;
        let verified = self.run(move |auth| {
            let account = auth.accounts.find(&username);
            Ok(account.map(|account| {
                let is_right = account.stored().verify(password.as_bytes());
                (is_right, account.is_disabled())
            }))
        });
        let (is_right, disabled) = verified.await?.ok_or_else(missing)?;
        Ok(Response::new(VerifyAccountResponse {
            valid: is_right && !disabled,
            disabled,
        }))
    }
}

/// How many clients are connected with each account, or with this one.
fn connected(broker: Option<&BrokerHandle>, only: Option<&str>) -> HashMap<String, u32> {
    let mut counts = HashMap::new();
    if let Some(broker) = broker {
        broker.clients(&mut |client| {
            let username = client.info.username.as_deref();
            let username = username.filter(|name| only.is_none_or(|only| only == *name));
            if let Some(username) = username.filter(|_| client.connected) {
                *counts.entry(username.to_owned()).or_insert(0) += 1;
            }
        });
    }
    counts
}

fn message(account: &Account, connected: &HashMap<String, u32>, shows_hash: bool) -> Message {
    let password = if shows_hash {
        account.password().expose().to_owned()
    } else {
        String::new()
    };
    Message {
        username: account.username().to_owned(),
        password,
        hash: account.hash().to_owned(),
        disabled: account.is_disabled(),
        description: account.description().unwrap_or_default().to_owned(),
        updated_at: account.updated_at().map(Into::into),
        connected: connected.get(account.username()).copied().unwrap_or(0),
        etag: account.etag(),
        warning: account.warning().unwrap_or_default().to_owned(),
    }
}

fn shows_hash<T>(request: &Request<T>) -> bool {
    Caller::of(request.extensions()).is_some_and(|caller| caller.may_see(Scope::ReadHashes))
}

fn named(username: String) -> Result<String, Fault> {
    if username.is_empty() {
        return Err(Fault::invalid("username", "cannot be empty"));
    }
    Ok(username)
}

fn some_words(words: String) -> Option<String> {
    (!words.is_empty()).then_some(words)
}

fn missing() -> Fault {
    Fault::new(Reason::AccountNotFound, "not found")
}

fn fault(error: &AccountError) -> Fault {
    let words = error.to_string();
    match error {
        AccountError::Missing => missing(),
        AccountError::Exists => Fault::new(Reason::AccountExists, words),
        AccountError::Changed => Fault::new(Reason::EtagMismatch, words),
        AccountError::Password(_) | AccountError::NoPassword(_) => {
            Fault::invalid("password", &words)
        }
        AccountError::Name => Fault::invalid("username", &words),
        AccountError::File { .. } | AccountError::Mistakes { .. } => {
            Fault::new(Reason::Internal, words)
        }
    }
}
