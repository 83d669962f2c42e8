//! Who keeps the accounts: a broker, or a password file.

use std::path::Path;

use gmqtt_admin_client::auth::{
    Account, GetAccountRequest, ListAccountsRequest, PatchAccountRequest, PutAccountRequest,
    UpdateAccountRequest, VerifyAccountRequest,
};
use gmqtt_admin_client::{ClientError, ErrorKind};
use gmqtt_auth::{AccountChange, AccountError, Accounts as File};
use gmqtt_config::Auth;

use crate::{
    admin::{Admin, Paging, is_unimplemented},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Who keeps the accounts.
pub(super) struct Keeper<'a> {
    pub(super) admin: &'a Admin,
    file: Option<File>,
}

/// What is to change in an account; what is `None` stays.
#[derive(Default)]
pub(super) struct Change {
    pub(super) password: Option<String>,
    pub(super) disabled: Option<bool>,
    pub(super) description: Option<String>,
}

impl<'a> Keeper<'a> {
    /// # Errors
    /// A password file that cannot be read or has mistakes.
    pub(super) fn new(admin: &'a Admin, file: Option<&Path>) -> Result<Self, Error> {
        let file = file.map(File::open).transpose();
        let file = file.map_err(|error| refuse(&error, &admin.output))?;
        Ok(Self { admin, file })
    }

    pub(super) const fn output(&self) -> &Output {
        &self.admin.output
    }

    /// The password file, if there is no broker to ask.
    pub(super) const fn file(&self) -> Option<&File> {
        self.file.as_ref()
    }

    pub(super) fn explain(&self, error: impl Into<ClientError>) -> Error {
        self.admin.explain(error)
    }

    /// What the accounts of a file are called in questions.
    pub(super) fn name(&self) -> String {
        match &self.file {
            Some(file) => file.path().display().to_string(),
            None => self.admin.name(),
        }
    }

    /// All accounts.
    pub(super) async fn all(&self, filter: &str, order_by: &str) -> Result<Vec<Account>, Error> {
        if let Some(file) = &self.file {
            return Ok(file.all().iter().map(|account| of_file(account)).collect());
        }
        let mut paging = Paging::new(None);
        let mut all = Vec::new();
        let mut more = true;
        while more {
            let request = ListAccountsRequest {
                page_size: paging.size(),
                page: paging.number(),
                filter: filter.to_owned(),
                order_by: order_by.to_owned(),
                page_token: paging.token(),
                ..ListAccountsRequest::default()
            };
            let answer = self.admin.client()?.accounts().list(request).await;
            let page = answer.map_err(|error| self.explain(error))?.into_inner();
            let got = page.accounts.len();
            more = paging.take(got, page.total_count, page.next_page_token).1;
            all.extend(page.accounts);
        }
        Ok(all)
    }

    /// One account, if there is one of this name.
    pub(super) async fn find(&self, name: &str) -> Result<Option<Account>, Error> {
        if let Some(file) = &self.file {
            return Ok(file.find(name).map(|account| of_file(&account)));
        }
        let request = GetAccountRequest {
            username: name.to_owned(),
        };
        match self.admin.client()?.accounts().get(request).await {
            Ok(answer) => Ok(answer.into_inner().account),
            Err(status) => {
                let error = ClientError::from(status);
                match error.kind() {
                    ErrorKind::NotFound => Ok(None),
                    _ => Err(self.explain(error)),
                }
            }
        }
    }

    /// Makes an account that there is not yet.
    ///
    /// # Errors
    /// With [`Exit::Conflict`] if there is one.
    pub(super) async fn add(&self, name: &str, change: Change) -> Result<Account, Error> {
        if let Some(file) = &self.file {
            if file.find(name).is_some() {
                return Err(exists(name));
            }
            return self.set_in(file, name, change);
        }
        let request = PutAccountRequest {
            username: name.to_owned(),
            password: change.password.clone().unwrap_or_default(),
            disabled: change.disabled.unwrap_or_default(),
            description: change.description.clone().unwrap_or_default(),
            create_only: true,
            ..PutAccountRequest::default()
        };
        match self.admin.writer()?.accounts().put(request).await {
            Ok(answer) => Ok(answer.into_inner().account.unwrap_or_default()),
            Err(status) => {
                let error = ClientError::from(status);
                match error.kind() {
                    ErrorKind::Conflict => Err(exists(name)),
                    ErrorKind::Unimplemented if self.find(name).await?.is_some() => {
                        Err(exists(name))
                    }
                    ErrorKind::Unimplemented => self.update(name, change, error).await,
                    _ => Err(self.explain(error)),
                }
            }
        }
    }

    /// Changes an account that there is.
    pub(super) async fn change(&self, name: &str, change: Change) -> Result<Account, Error> {
        if let Some(file) = &self.file {
            return self.set_in(file, name, change);
        }
        let request = PatchAccountRequest {
            username: name.to_owned(),
            password: change.password.clone(),
            disabled: change.disabled,
            description: change.description.clone(),
            ..PatchAccountRequest::default()
        };
        match self.admin.writer()?.accounts().patch(request).await {
            Ok(answer) => Ok(answer.into_inner().account.unwrap_or_default()),
            Err(status) => {
                let error = ClientError::from(status);
                if is_unimplemented(&error) {
                    return self.update(name, change, error).await;
                }
                Err(self.explain(error))
            }
        }
    }

    /// The only change that the broker in Go knows, which is a password.
    async fn update(
        &self,
        name: &str,
        change: Change,
        newer: ClientError,
    ) -> Result<Account, Error> {
        let (Some(password), None, None) = (change.password, change.disabled, change.description)
        else {
            return Err(self.explain(newer));
        };
        let request = UpdateAccountRequest {
            username: name.to_owned(),
            password,
        };
        let answer = self.admin.writer()?.accounts().update(request).await;
        answer.map_err(|error| self.explain(error))?;
        Ok(Account {
            username: name.to_owned(),
            ..Account::default()
        })
    }

    fn set_in(&self, file: &File, name: &str, change: Change) -> Result<Account, Error> {
        let change = AccountChange {
            password: change.password.map(String::into_bytes),
            description: change
                .description
                .map(|text| Some(text).filter(|text| !text.is_empty())),
            disabled: change.disabled,
        };
        let set = file.set(name, change, &Auth::default());
        set.map_err(|error| refuse(&error, self.output()))?;
        let account = file.find(name);
        Ok(account.map(|account| of_file(&account)).unwrap_or_default())
    }

    /// Removes an account that there is.
    pub(super) async fn remove(&self, name: &str) -> Result<(), Error> {
        if let Some(file) = &self.file {
            let removed = file.remove(name);
            removed.map_err(|error| refuse(&error, self.output()))?;
            return Ok(());
        }
        let request = gmqtt_admin_client::auth::DeleteAccountRequest {
            username: name.to_owned(),
        };
        let answer = self.admin.writer()?.accounts().delete(request).await;
        answer.map_err(|error| self.explain(error))?;
        Ok(())
    }

    /// Whether a password is that of an account, and whether the account is disabled.
    pub(super) async fn verify(&self, name: &str, password: String) -> Result<(bool, bool), Error> {
        if let Some(file) = &self.file {
            let account = file.find(name).ok_or_else(|| not_found(name))?;
            let right = account.verify(password.as_bytes());
            return Ok((right && !account.is_disabled(), account.is_disabled()));
        }
        let request = VerifyAccountRequest {
            username: name.to_owned(),
            password,
        };
        let answer = self.admin.client()?.accounts().verify(request).await;
        let answer = answer.map_err(|error| self.explain(error))?.into_inner();
        Ok((answer.valid, answer.disabled))
    }
}

/// An account of a file, as a broker shows it.
fn of_file(account: &gmqtt_auth::Account) -> Account {
    Account {
        username: account.username().to_owned(),
        password: account.password().expose().to_owned(),
        hash: account.hash().to_owned(),
        disabled: account.is_disabled(),
        description: account.description().unwrap_or_default().to_owned(),
        updated_at: account.updated_at().map(Into::into),
        warning: account.warning().unwrap_or_default().to_owned(),
        ..Account::default()
    }
}

pub(super) fn exists(name: &str) -> Error {
    Error::new(
        Exit::Conflict,
        format!("there is an account \"{name}\" already"),
    )
    .hint(format_args!(
        "gmqtt accounts passwd {name} changes its password, --if-not-exists leaves it as it is"
    ))
}

pub(super) fn not_found(name: &str) -> Error {
    Error::new(Exit::NotFound, format!("no account \"{name}\""))
        .hint("gmqtt accounts list shows those there are")
}

/// Why a password file cannot be used.
pub(super) fn refuse(error: &AccountError, output: &Output) -> Error {
    match error {
        AccountError::Mistakes { diagnostics } if output.format.is_none() => {
            for diagnostic in diagnostics {
                output.stderr(&output.block(diagnostic));
            }
            Error::new(Exit::Invalid, "the password file cannot be used")
        }
        AccountError::Mistakes { .. } => Error::new(Exit::Invalid, error.to_string()),
        AccountError::File { .. } => Error::new(Exit::Failed, error.to_string()),
        AccountError::Missing => Error::new(Exit::NotFound, error.to_string()),
        AccountError::Exists | AccountError::Changed => {
            Error::new(Exit::Conflict, error.to_string())
        }
        AccountError::Password(_) | AccountError::Name | AccountError::NoPassword(_) => {
            Error::new(Exit::Usage, error.to_string())
        }
    }
}
