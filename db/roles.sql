-- The database of Callmeter and its two roles: callmeter_owner owns the schema and migrates it, callmeter is the role that
-- the service works as and owns nothing. Run once, by psql 14 or newer, as a superuser:
--
--   CALLMETER_OWNER_PASSWORD=… CALLMETER_PASSWORD=… psql -v ON_ERROR_STOP=1 -h HOST -U postgres -f db/roles.sql
--
-- compose.yaml has PostgreSQL run it when its data folder is empty.

\getenv owner_password CALLMETER_OWNER_PASSWORD
\getenv password CALLMETER_PASSWORD

create role callmeter_owner login password :'owner_password';
create role callmeter login password :'password';

create database callmeter owner callmeter_owner;
revoke all on database callmeter from public;
grant connect, temporary on database callmeter to callmeter;

\connect callmeter

alter schema public owner to callmeter_owner;
revoke all on schema public from public;
grant usage on schema public to callmeter;
