//! What a site is furnished with.
use super::{Machine, Person, Site};
use guichet::{
    accounts::{self, NewUser, RoleScope},
    agencies::{self, NewAgency},
    db::{Actor, Change, Event, Unaudited},
    on,
};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// What everybody signs in with.
pub const PASSWORD: &str = "une phrase de passe";

/// A station that was enrolled.
#[derive(Debug, Clone)]
pub struct StationKey {
    pub id: Uuid,
    pub credential: String,
}

/// Names that no other thing of this process has.
fn number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The id in an answer.
#[track_caller]
pub fn id_of(value: &Value) -> Uuid {
    value["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no id in {value}"))
}

impl Site {
    /// Opens a change in the server's own name.
    pub async fn change(&self) -> Change {
        self.app.db.change(Actor::SYSTEM).await.expect("a change")
    }

    /// An agency in this country.
    pub async fn agency(&self, country: &str) -> Uuid {
        let number = number();
        let new = NewAgency {
            code: format!("{country}-{number}"),
            name: format!("Espace numérique {number}"),
            city: "Saint-Denis".into(),
            country: country.into(),
            province: Some(format!("{country}-P")),
            timezone: if country == "CD" { "Africa/Kinshasa" } else { "Indian/Reunion" }.into(),
        };
        let mut change = self.change().await;
        let agency = agencies::insert(&mut change, &new).await.expect("an agency");
        change.commit(Event::new("agencies", "create", "agency", agency.id).agency(agency.id)).await.expect("kept");
        agency.id
    }

    /// Somebody with a role of the fixture, who signed in.
    pub async fn user(&self, role: &str, scope: RoleScope, agency_id: Option<Uuid>) -> Person<'_> {
        let username = format!("{role}{}", number());
        let new = NewUser {
            username: username.clone(),
            email: None,
            first_name: "Camille".into(),
            last_name: format!("Essai {username}"),
            password: PASSWORD.into(),
            must_change_password: false,
            agency_id,
            role: role.into(),
            scope,
        };
        let mut change = self.change().await;
        let id = accounts::create_user(&self.app, &mut change, &new).await.expect("an account");
        change.commit(Event::new("accounts", "create_user", "user", id).agency(agency_id)).await.expect("kept");
        let mut person = self.sign_in(&username, PASSWORD).await;
        (person.id, person.agency_id) = (id, agency_id);
        person
    }

    /// Signs in.
    pub async fn sign_in(&self, login: &str, password: &str) -> Person<'_> {
        let body = json!({ "login": login, "password": password });
        let tokens = self.anonymous().post("/api/token/", body).await.ok();
        let access = tokens["access"].as_str().expect("an access token");
        Person::new(self, Some(format!("Bearer {access}")))
    }

    /// An administrator of everything.
    pub async fn admin(&self) -> Person<'_> {
        self.user("super_admin", RoleScope::All, None).await
    }

    /// A desk operator of one agency.
    pub async fn operator(&self, agency_id: Uuid) -> Person<'_> {
        self.user("operateur_espace", RoleScope::Agency(None), Some(agency_id)).await
    }

    /// Somebody who holds exactly these permissions.
    pub async fn holder(&self, permissions: &[&str], scope: RoleScope, agency_id: Option<Uuid>) -> Person<'_> {
        let code = format!("essai{}", number());
        let mut change = self.change().await;
        let id = change.new_id();
        on!(&mut *change, |c| sqlx::query("INSERT INTO roles (id, code, label, is_system) VALUES ($1, $2, $2, $3)")
            .bind(id)
            .bind(&code)
            .bind(false)
            .execute(c)
            .await
            .map(drop))
        .expect("a role");
        for permission in permissions {
            on!(&mut *change, |c| sqlx::query("INSERT INTO role_permissions (role_id, permission) VALUES ($1, $2)")
                .bind(id)
                .bind(permission)
                .execute(c)
                .await
                .map(drop))
            .expect("a known permission");
        }
        change.commit_unaudited(Unaudited::Scheduling).await.expect("kept");
        self.user(&code, scope, agency_id).await
    }

    /// A visitor whom this operator registers.
    pub async fn visitor(&self, operator: &Person<'_>) -> Uuid {
        let new = json!({ "first_name": "Ana", "last_name": format!("Exemple {}", number()), "consent": true });
        id_of(&operator.post("/api/utilisateurs/", new).await.created())
    }

    /// A station that this person creates, that enrols and proves itself.
    pub async fn station(&self, admin: &Person<'_>, agency_id: Uuid) -> StationKey {
        let (id, machine) = self.enrolled(admin, agency_id).await;
        self.let_in(&machine, id).await
    }

    /// A station that this person creates, and the machine that enrolled as it.
    pub async fn enrolled(&self, admin: &Person<'_>, agency_id: Uuid) -> (Uuid, Machine) {
        let name = format!("Poste {}", number());
        let new = json!({ "name": name, "agency_id": agency_id });
        let id = id_of(&admin.post("/api/postes/", new).await.created());
        let path = format!("/api/postes/{id}/enrolment_token/");
        let token = admin.post(&path, json!({})).await.created();
        let machine = Machine::numbered(number());
        let ask = machine.asking(&name, token["token"].as_str());
        self.anonymous().post("/api/postes/enrol/", ask).await.created();
        (id, machine)
    }

    /// A station as it calls.
    pub fn as_station(&self, key: &StationKey) -> Person<'_> {
        let mut person = Person::new(self, Some(format!("Station {}:{}", key.id, key.credential)));
        person.id = key.id;
        person
    }

    /// A session that this operator issues; its id and its code.
    pub async fn session(
        &self,
        operator: &Person<'_>,
        visitor_id: Option<Uuid>,
        station_id: Option<Uuid>,
        minutes: u32,
    ) -> (Uuid, String) {
        let new = json!({ "visitor_id": visitor_id, "station_id": station_id, "minutes": minutes });
        let session = operator.post("/api/sessions/", new).await.created();
        (id_of(&session), session["code"].as_str().expect("a code").to_owned())
    }
}
