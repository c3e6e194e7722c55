-- The account that serves a hub in PostgreSQL: it adds, and neither changes nor removes what is only ever added to.
-- Run once as the owner of the hub's database, after `capi hub init`, and again after an upgrade:
--     psql --dbname hub --file serving_role.sql
-- Then give the serving copies of the hub's folder a URL with this account (hub.json, "database"), and keep the owner's
-- for upgrades, retention and restoring. Set a password, or let pg_hba.conf admit it by certificate.

DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'capi_serving') THEN
        CREATE ROLE capi_serving LOGIN;
    END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO capi_serving;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO capi_serving;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO capi_serving;

REVOKE UPDATE, DELETE ON segments, branches, receipts, audit, codes, derivations, derived FROM capi_serving;
REVOKE DELETE ON hub, users, devices, instruments, samples, cases, contacts, quarantine, orders, backups, frames, invitations FROM capi_serving;
REVOKE INSERT, UPDATE, DELETE ON upgrades FROM capi_serving;
