//! `AclService`: rules over the admin API.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwapOption;
use gmqtt_admin_api::admin::acl_service_server::{AclService, AclServiceServer};
use gmqtt_admin_api::admin::{
    Acl as Message, AclAction, AclEffect, AclRule, GetAclRequest, PutAclRequest, TestAclRequest,
    TestAclResponse,
};
use gmqtt_admin_api::{ApiRoutes, Fault, Reason, Services};
use gmqtt_config::{AccessRule, AclDefault, AclSubscribe, Action, Network, OneOrMany};
use gmqtt_protocol::{TopicFilter, TopicName};
use tonic::{Request, Response, Status};

use crate::plugin::{AclPlugin, Loaded};
use crate::rule::{Effect, Subject};
use crate::rule_set::Question;
use crate::rules::RuleError;

/// The service.
struct RuleService {
    loaded: Arc<ArcSwapOption<Loaded>>,
}

/// How many rules there may be.
const MOST: usize = 100_000;

impl ApiRoutes for AclPlugin {
    fn register(&self, services: &mut Services) {
        services.add(AclServiceServer::new(RuleService {
            loaded: self.loaded.clone(),
        }));
    }
}

impl RuleService {
    fn loaded(&self) -> Result<Arc<Loaded>, Fault> {
        self.loaded.load_full().ok_or_else(|| {
            let words = "the plugin `acl` is not loaded: add it to `plugin_order`";
            Fault::new(Reason::NotEnabled, words)
        })
    }
}

#[tonic::async_trait]
impl AclService for RuleService {
    async fn get(&self, _: Request<GetAclRequest>) -> Result<Response<Message>, Status> {
        Ok(Response::new(shown(&*self.loaded()?)))
    }

    async fn put(&self, request: Request<PutAclRequest>) -> Result<Response<Message>, Status> {
        let PutAclRequest {
            rules,
            if_match,
            dry_run,
        } = request.into_inner();
        if rules.len() > MOST {
            let problem = format!("there are {MOST} at most");
            return Err(Fault::invalid("rules", &problem).into());
        }
        let rules = rules.iter().enumerate();
        let rules = rules.map(|(i, rule)| read(rule).map_err(|fault| fault.at(i)));
        let rules = rules
            .collect::<Result<Vec<_>, _>>()
            .map_err(Wrong::into_fault)?;
        let loaded = self.loaded()?;
        let changing = loaded.clone();
        let changed = tokio::task::spawn_blocking(move || {
            let expected =
                |text: &str| if_match.is_empty() || if_match == "*" || if_match == etag(text);
            changing.rules.replace_if(&rules, expected, dry_run)
        });
        match changed.await {
            Ok(changed) => changed.map_err(|error| fault(&error))?,
            Err(_) => {
                return Err(Fault::new(Reason::Internal, "the change was not finished").into());
            }
        }
        Ok(Response::new(shown(&loaded)))
    }

    async fn test(
        &self,
        request: Request<TestAclRequest>,
    ) -> Result<Response<TestAclResponse>, Status> {
        let asked = request.into_inner();
        let loaded = self.loaded()?;
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (user, listener, certificate) = (
            given(&asked.username),
            given(&asked.listener),
            given(&asked.certificate),
        );
        let address = match asked.address.as_str() {
            "" => None,
            text => Some(
                text.parse::<IpAddr>()
                    .map_err(|_| Fault::invalid("address", ""))?,
            ),
        };
        let subject = Subject {
            user: user.as_deref(),
            client_id: &asked.client_id,
            address,
            listener: listener.as_deref(),
            certificate: certificate.as_deref(),
        };
        let is_filtered = loaded.rules.subscribe() == AclSubscribe::Filtered;
        let Some(question) = question(&asked, is_filtered)? else {
            return Ok(Response::new(TestAclResponse {
                effect: AclEffect::Allow.into(),
                line: 0,
                rule: "every filter is granted, and each message is judged".to_owned(),
            }));
        };
        let decision = loaded.rules.decide(subject, question);
        let (line, rule) = decision.rule.unwrap_or_default();
        Ok(Response::new(TestAclResponse {
            effect: effect(decision.effect).into(),
            line,
            rule,
        }))
    }
}

/// What is asked about. `None`: nothing is decided before there is a message, since filters with wildcards are granted.
fn question(asked: &TestAclRequest, is_filtered: bool) -> Result<Option<Question<'_>>, Fault> {
    let topic = asked.topic.as_str();
    let wrong = || Fault::invalid("topic", "");
    match asked.action() {
        AclAction::AclPublish | AclAction::AclRetain => {
            TopicName::parse(topic).map_err(|_| wrong())?;
            let retain = asked.action() == AclAction::AclRetain;
            Ok(Some(Question::Publish { topic, retain }))
        }
        AclAction::AclSubscribe => {
            let filter = TopicFilter::parse(topic).map_err(|_| wrong())?;
            if is_filtered && filter.has_wildcard() {
                return Ok(None);
            }
            let filter = filter.filter();
            Ok(Some(if is_filtered {
                Question::Receive { topic: filter }
            } else {
                Question::Subscribe { filter }
            }))
        }
        AclAction::AclAll | AclAction::Unspecified => {
            let words = "it is ACL_PUBLISH, ACL_RETAIN or ACL_SUBSCRIBE";
            Err(Fault::invalid("action", words))
        }
    }
}

fn shown(loaded: &Loaded) -> Message {
    let rules = &loaded.rules;
    let written = rules.all().unwrap_or_default();
    let default_effect = match loaded.settings.default {
        AclDefault::Allow => AclEffect::Allow,
        AclDefault::Deny => AclEffect::Deny,
    };
    Message {
        rules: written
            .iter()
            .map(|entry| message(&entry.value, entry.line))
            .collect(),
        default_effect: default_effect.into(),
        etag: etag(&rules.text()),
        file: rules.path().display().to_string(),
    }
}

/// Another one for each text, as long as the broker runs.
fn etag(text: &str) -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    format!("{:016x}", KEY.hash_one(text))
}

const fn effect(effect: Effect) -> AclEffect {
    match effect {
        Effect::Allow => AclEffect::Allow,
        Effect::Deny => AclEffect::Deny,
    }
}

fn message(rule: &AccessRule, line: u32) -> AclRule {
    let AccessRule {
        allow,
        deny,
        user,
        client_id,
        address,
        listener,
        certificate,
        anonymous,
        topic,
    } = rule;
    let (effect, actions) = if allow.is_empty() {
        (AclEffect::Deny, deny)
    } else {
        (AclEffect::Allow, allow)
    };
    let action = |action: &Action| match action {
        Action::Publish => AclAction::AclPublish,
        Action::Retain => AclAction::AclRetain,
        Action::Subscribe => AclAction::AclSubscribe,
        Action::All => AclAction::AclAll,
    };
    AclRule {
        effect: effect.into(),
        actions: actions.0.iter().map(|it| action(it).into()).collect(),
        topics: topic.0.clone(),
        users: user.0.clone(),
        client_ids: client_id.0.clone(),
        addresses: address.0.iter().map(ToString::to_string).collect(),
        listeners: listener.0.clone(),
        certificates: certificate.0.clone(),
        line,
        anonymous: *anonymous,
    }
}

/// What is wrong with a rule, before its place is known.
struct Wrong {
    field: &'static str,
    problem: String,
    index: usize,
}

impl Wrong {
    fn new(field: &'static str, problem: impl Into<String>) -> Self {
        Self {
            field,
            problem: problem.into(),
            index: 0,
        }
    }

    fn at(self, index: usize) -> Self {
        Self { index, ..self }
    }

    fn into_fault(self) -> Fault {
        let Self {
            field,
            problem,
            index,
        } = self;
        Fault::invalid(&format!("rules[{index}].{field}"), &problem)
    }
}

/// Whether topics are filters is the file's reader to check.
fn read(rule: &AclRule) -> Result<AccessRule, Wrong> {
    let mut actions = Vec::new();
    for action in rule.actions() {
        actions.push(match action {
            AclAction::AclPublish => Action::Publish,
            AclAction::AclRetain => Action::Retain,
            AclAction::AclSubscribe => Action::Subscribe,
            AclAction::AclAll => Action::All,
            AclAction::Unspecified => {
                return Err(Wrong::new("actions", "it is none of the actions"));
            }
        });
    }
    if actions.is_empty() {
        actions.push(Action::All);
    }
    if rule.topics.is_empty() {
        return Err(Wrong::new(
            "topics",
            "the rule has no topics; `#` is all of them",
        ));
    }
    let mut addresses = Vec::new();
    for address in &rule.addresses {
        let network = address.parse::<Network>();
        addresses.push(network.map_err(|error| Wrong::new("addresses", error.to_string()))?);
    }
    let (allow, deny) = match rule.effect() {
        AclEffect::Allow => (actions, Vec::new()),
        AclEffect::Deny => (Vec::new(), actions),
        AclEffect::Unspecified => return Err(Wrong::new("effect", "it is ALLOW or DENY")),
    };
    Ok(AccessRule {
        allow: OneOrMany(allow),
        deny: OneOrMany(deny),
        user: OneOrMany(rule.users.clone()),
        client_id: OneOrMany(rule.client_ids.clone()),
        address: OneOrMany(addresses),
        listener: OneOrMany(rule.listeners.clone()),
        certificate: OneOrMany(rule.certificates.clone()),
        anonymous: rule.anonymous,
        topic: OneOrMany(rule.topics.clone()),
    })
}

fn fault(error: &RuleError) -> Fault {
    let words = error.to_string();
    match error {
        RuleError::Changed => Fault::new(Reason::EtagMismatch, words),
        RuleError::Mosquitto(_) => Fault::new(Reason::ReadOnly, words),
        RuleError::Mistakes { .. } | RuleError::NoRule(..) => Fault::invalid("rules", &words),
        RuleError::File { .. } => Fault::new(Reason::Internal, words),
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_config::Acl;

    use super::*;
    use crate::rules::Rules;

    #[test]
    fn a_rule_comes_back_as_it_was_given() {
        let given = AclRule {
            effect: AclEffect::Deny.into(),
            actions: vec![AclAction::AclPublish.into(), AclAction::AclSubscribe.into()],
            topics: vec!["a/%u/#".to_owned()],
            users: vec!["meter-*".to_owned()],
            client_ids: vec!["c".to_owned()],
            addresses: vec!["10.0.0.0/8".to_owned()],
            listeners: vec!["secure".to_owned()],
            certificates: vec!["*.example.org".to_owned()],
            line: 7,
            anonymous: Some(false),
        };
        let Ok(rule) = read(&given) else {
            panic!("it is read");
        };
        assert_eq!(message(&rule, 7), given);
    }

    #[tokio::test]
    async fn rules_are_replaced_if_they_are_the_ones_that_were_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acl.yml");
        let rules = Rules::open(&path, &Acl::default()).unwrap();
        let plugin = AclPlugin::with_rules(Acl::default(), rules);
        let service = RuleService {
            loaded: plugin.loaded.clone(),
        };
        let before = service.get(Request::new(GetAclRequest {})).await.unwrap();
        let put = |topic: &str, if_match: &str, dry_run| {
            Request::new(PutAclRequest {
                rules: vec![AclRule {
                    effect: AclEffect::Allow.into(),
                    topics: vec![topic.to_owned()],
                    ..AclRule::default()
                }],
                if_match: if_match.to_owned(),
                dry_run,
            })
        };
        let etag = before.get_ref().etag.clone();
        service.put(put("dry", &etag, true)).await.unwrap();
        assert!(!path.exists());
        let after = service.put(put("a/#", &etag, false)).await.unwrap();
        assert_ne!(after.get_ref().etag, etag);
        let stale = service.put(put("b", &etag, false)).await.unwrap_err();
        assert_eq!(stale.code(), tonic::Code::Aborted);
        let wrong = service.put(put("a/#/b", "", true)).await.unwrap_err();
        assert_eq!(wrong.code(), tonic::Code::InvalidArgument);
        let asked = TestAclRequest {
            action: AclAction::AclPublish.into(),
            topic: "a/b".to_owned(),
            ..TestAclRequest::default()
        };
        let said = service
            .test(Request::new(asked))
            .await
            .unwrap()
            .into_inner();
        assert_eq!((said.effect(), said.line), (AclEffect::Allow, 1));
    }

    #[tokio::test]
    async fn without_the_plugin_it_is_not_there() {
        let service = RuleService {
            loaded: AclPlugin::new().loaded.clone(),
        };
        let missing = service
            .get(Request::new(GetAclRequest {}))
            .await
            .unwrap_err();
        assert_eq!(missing.code(), tonic::Code::Unimplemented);
    }
}
