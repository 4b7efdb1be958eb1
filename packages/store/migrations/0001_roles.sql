-- Up Migration
-- Who may do what. millrace_keeper owns the tables of results, millrace_writer (the sinks of Kafka Connect) changes their
-- rows, millrace_reader (the query API) reads them. Roles belong to the whole server: another database may have made them.
-- The store's own schema is not called millrace: whoever signs in under that name would find its tables before public's.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['millrace_keeper', 'millrace_writer', 'millrace_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    END IF;
  END LOOP;
END
$$;

GRANT millrace_keeper TO CURRENT_USER;
ALTER ROLE millrace_reader SET default_transaction_read_only = on;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO millrace_writer, millrace_reader;
GRANT USAGE, CREATE ON SCHEMA public TO millrace_keeper;
GRANT USAGE ON SCHEMA millrace_store TO millrace_keeper;

DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END
$$;

ALTER DEFAULT PRIVILEGES FOR ROLE millrace_keeper IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO millrace_writer;
ALTER DEFAULT PRIVILEGES FOR ROLE millrace_keeper IN SCHEMA public
  GRANT SELECT ON TABLES TO millrace_reader;
