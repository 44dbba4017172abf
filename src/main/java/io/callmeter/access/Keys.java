package io.callmeter.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.callmeter.tenant.Bulkhead;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// The keys of tenants. A key is `cm_`, the id of its tenant, `_` and 40 random letters and digits; only its SHA-256 is
/// stored, which nobody can guess from: the key has 238 bits of chance in it.
@Component
public class Keys {

	/// A key looks like this.
	static final Pattern FORM = Pattern.compile("cm_([1-9]\\d{0,8})_[0-9A-Za-z]{40,100}");

	private static final Logger log = LoggerFactory.getLogger(Keys.class);

	private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final int LENGTH = 40;

	private static final int SHOWN = 8;

	/// A key that was revoked is refused by every replica after this.
	private static final Duration REMEMBERED = Duration.ofSeconds(3);

	/// Whoever waits longer to be known is told to come again.
	private static final Duration LOOKED_FOR = Duration.ofSeconds(5);

	private static final Duration USED_NOTED = Duration.ofMinutes(1);

	private static final String BY_HASH = """
			select t.*, k.key_id, k.name as key_name, k.prefix, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.last_used_at
			  from access_key k
			  join tenant t on t.tenant_id = k.tenant_id
			 where k.tenant_id = :tenant and k.hash = :hash
			""";

	private static final String INSERT = """
			insert into access_key (tenant_id, name, prefix, hash, scopes, expires_at)
			values (:tenant, :name, :prefix, :hash, :scopes, :expiresAt)
			    on conflict (tenant_id, hash) do nothing
			returning *
			""";

	private final JdbcClient database;

	private final TenantTransactions transactions;

	private final TenantTransactions lookups;

	private final Tenants tenants;

	private final Audit audit;

	private final SecureRandom random = new SecureRandom();

	private final Clock clock = Clock.systemUTC();

	private final Cache<String, Found> found;

	@Autowired
	Keys(JdbcClient database, TenantTransactions transactions, Tenants tenants, Audit audit) {
		this(database, transactions, tenants, audit, Ticker.systemTicker());
	}

	/// @param ticker by which what was found is remembered
	Keys(JdbcClient database, TenantTransactions transactions, Tenants tenants, Audit audit, Ticker ticker) {
		this.found = Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(10_000).ticker(ticker).build();
		this.database = database;
		this.transactions = transactions;
		this.lookups = transactions.withStatementsOf(LOOKED_FOR);
		this.tenants = tenants;
		this.audit = audit;
	}

	/// Who shows a key.
	/// @throws Unauthenticated if it is none, or one that is good no more
	Caller caller(String key) {
		byte[] hash = hash(key);
		String name = HexFormat.of().formatHex(hash);
		Found known = this.found.getIfPresent(name);
		if (known == null) {
			known = find(key, hash).orElseThrow(() -> new Unauthenticated(
					"Unknown API key. Send the key as it was shown when it was created, or ask an administrator for a "
							+ "new one."));
			this.found.put(name, known);
		}
		Instant now = this.clock.instant();
		if (known.key.revokedAt() != null) {
			throw new Unauthenticated("The key " + known.key.prefix() + "… was revoked at " + known.key.revokedAt()
					+ ". Ask an administrator for a new one.");
		}
		if (known.key.expiresAt() != null && !now.isBefore(known.key.expiresAt())) {
			throw new Unauthenticated("The key " + known.key.prefix() + "… expired at " + known.key.expiresAt()
					+ ". Ask an administrator for a new one.");
		}
		return known.caller;
	}

	private Optional<Found> find(String key, byte[] hash) {
		Matcher form = FORM.matcher(key);
		if (!form.matches()) {
			return Optional.empty();
		}
		int tenant = Integer.parseInt(form.group(1));
		Optional<Found> stored = Bulkhead.beside(() -> this.lookups.read(tenant,
				() -> this.database.sql(BY_HASH).param("tenant", tenant).param("hash", hash).query((row, number) -> {
					Stored keyOfRow = stored(row, "key_name");
					return new Found(keyOfRow, new Caller(this.tenants.tenant(row, number),
							Set.copyOf(keyOfRow.scopes()), keyOfRow.prefix() + "… (" + keyOfRow.name() + ")"));
				}).optional()));
		stored.ifPresent(this::noteUse);
		return stored;
	}

	/// Told once a minute, and nobody waits for it.
	private void noteUse(Found found) {
		Instant last = found.key.lastUsedAt();
		if (last != null && last.plus(USED_NOTED).isAfter(this.clock.instant())) {
			return;
		}
		Thread.startVirtualThread(() -> {
			try {
				Bulkhead.beside(() -> this.transactions.write(found.caller.tenant(), (_) -> this.database.sql("""
						update access_key set last_used_at = now()
						 where tenant_id = :tenant and key_id = :key
						   and (last_used_at is null or last_used_at < now() - interval '1 minute')
						""").param("tenant", found.caller.tenant().id()).param("key", found.key.keyId()).update()));
			}
			catch (DataAccessException ex) {
				log.debug("The last use of {} was not recorded", found.key.prefix(), ex);
			}
		});
	}

	/// Makes a key.
	/// @param actor who does it, for the audit
	/// @return the key, which is shown this once
	Made make(Tenant tenant, String actor, String name, Set<Scope> scopes, @Nullable Instant expiresAt) {
		String key = newKey(tenant);
		return this.transactions.write(tenant, (_) -> {
			Stored stored = insert(tenant, key, name, scopes, expiresAt).orElseThrow();
			this.audit.add(tenant, actor, "keys.create", Map.of("keyId", stored.keyId(), "name", name, "prefix",
					stored.prefix(), "scopes", stored.scopes()));
			return new Made(stored, key);
		});
	}

	/// Makes a key for a part of the service itself, which sends requests as others do.
	/// @return the key
	public String makeForTheService(Tenant tenant, String part, Set<Scope> scopes, Instant expiresAt) {
		return make(tenant, part, part, scopes, expiresAt).key();
	}

	/// Makes a key that is known already, unless it is there.
	void ensure(Tenant tenant, String key, String name, Set<Scope> scopes) {
		this.transactions.write(tenant, (_) -> insert(tenant, key, name, scopes, null));
	}

	/// Makes the first key of a tenant.
	/// @return empty if it has one already
	Optional<String> makeFirst(Tenant tenant, String name, Set<Scope> scopes) {
		return this.transactions.write(tenant, (_) -> {
			// Of replicas that start at once, one makes it.
			this.database.sql("select pg_advisory_xact_lock(hashtext('callmeter.first_key'), :tenant)")
				.param("tenant", tenant.id())
				.query((_) -> {
				});
			if (this.database.sql("select exists (select from access_key where tenant_id = :tenant)")
				.param("tenant", tenant.id())
				.query(Boolean.class)
				.single()) {
				return Optional.empty();
			}
			String key = newKey(tenant);
			insert(tenant, key, name, scopes, null);
			return Optional.of(key);
		});
	}

	private Optional<Stored> insert(Tenant tenant, String key, String name, Set<Scope> scopes,
			@Nullable Instant expiresAt) {
		return this.database.sql(INSERT)
			.param("tenant", tenant.id())
			.param("name", name)
			.param("prefix", key.substring(0, key.lastIndexOf('_') + 1 + SHOWN))
			.param("hash", hash(key))
			.param("scopes", new SqlArrayValue("text", scopes.stream().sorted().map(Scope::key).toArray()))
			.param("expiresAt", (expiresAt != null) ? expiresAt.atOffset(ZoneOffset.UTC) : null,
					java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
			.query((row, _) -> stored(row, "name"))
			.optional();
	}

	/// All keys of a tenant, the oldest first.
	List<Stored> all(Tenant tenant) {
		return this.transactions.read(tenant,
				() -> this.database
					.sql("select * from access_key where tenant_id = :tenant order by created_at, key_id")
					.param("tenant", tenant.id())
					.query((row, _) -> stored(row, "name"))
					.list());
	}

	/// Revokes a key for good; answers whether there was one to revoke.
	boolean revoke(Caller caller, UUID keyId) {
		Tenant tenant = caller.tenant();
		boolean revoked = this.transactions.write(tenant, (_) -> {
			boolean done = this.database.sql("""
					update access_key set revoked_at = now()
					 where tenant_id = :tenant and key_id = :key and revoked_at is null
					""").param("tenant", tenant.id()).param("key", keyId).update() > 0;
			if (done) {
				this.audit.add(caller, "keys.revoke", Map.of("keyId", keyId));
			}
			return done;
		});
		forget();
		return revoked;
	}

	/// Looks at all keys and their tenants anew when they are shown next: of a tenant
	/// that was changed here, this replica answers as it is from now on.
	public void forget() {
		this.found.invalidateAll();
	}

	private String newKey(Tenant tenant) {
		var secret = new StringBuilder("cm_" + tenant.id() + "_");
		this.random.ints(LENGTH, 0, LETTERS.length()).forEach((letter) -> secret.append(LETTERS.charAt(letter)));
		return secret.toString();
	}

	private static byte[] hash(String key) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

	private static Stored stored(ResultSet row, String name) throws SQLException {
		Set<Scope> scopes = EnumSet.noneOf(Scope.class);
		Arrays.stream((Object[]) row.getArray("scopes").getArray())
			.flatMap((key) -> Scope.of((String) key).stream())
			.forEach(scopes::add);
		return new Stored(row.getObject("key_id", UUID.class), row.getString(name), row.getString("prefix"),
				List.copyOf(scopes), row.getObject("created_at", OffsetDateTime.class).toInstant(),
				instant(row, "expires_at"), instant(row, "revoked_at"), instant(row, "last_used_at"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	/// A key as it is stored, without the key itself.
	@Schema(name = "Key", description = "A key without its secret.")
	record Stored(@Schema(description = "Id of the key.") UUID keyId,
			@Schema(description = "What the key is used for.", example = "CRM") String name,
			@Schema(description = "First characters of the key, to recognise it.",
					example = "cm_1_Zk3vQ9wT") String prefix,
			@Schema(description = "Scopes of the key.") List<Scope> scopes,
			@Schema(description = "When the key was created.") Instant createdAt,
			@Schema(description = "When the key expires; null for never.") @Nullable Instant expiresAt,
			@Schema(description = "When the key was revoked; null if it was not.") @Nullable Instant revokedAt,
			@Schema(description = "When the key was last used, to the minute; null for never.") @Nullable Instant lastUsedAt) {
	}

	/// A new key.
	@Schema(name = "NewKey", description = "A new key; its secret is shown only once.")
	record Made(@JsonUnwrapped Stored stored, @Schema(description = "The secret. It is not stored; save it now.",
			example = "cm_1_Zk3vQ9wT…") String key) {
	}

	private record Found(Stored key, Caller caller) {
	}

}
