-- What is known of stations that run Libki's client, besides what every station has.
CREATE TABLE libki_stations (
    station_id UUID NOT NULL PRIMARY KEY REFERENCES stations (id) ON DELETE CASCADE,
    -- Who may sit there, as the client says: `gt17,lt65`.
    age_limit  TEXT NOT NULL,
    -- The session that its desktop was opened for; none while it shows its login screen.
    opened     UUID
);
