package io.callmeter;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.Entity;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/// The rules about packages, visibility and names that the compiler cannot hold.
class ArchitectureTest {

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages("io.callmeter");

	private static final JavaClasses SERVICE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.callmeter");

	@Test
	void featuresDoNotDependOnEachOtherInCircles() {
		slices().matching("io.callmeter.(*)..").should().beFreeOfCycles().check(SERVICE);
	}

	@Test
	void entitiesStayInTheirPackage() {
		classes().that()
			.areAnnotatedWith(Entity.class)
			.should()
			.notBePublic()
			.because("rows that are edited are nobody else's model")
			.check(SERVICE);
	}

	@Test
	void repositoriesStayInTheirPackage() {
		classes().that()
			.areAssignableTo(Repository.class)
			.should()
			.notBePublic()
			.because("others read through SQL or the type the package offers")
			.check(SERVICE);
	}

	@Test
	void aCallKnowsNeitherSpringNorSql() {
		noClasses().that()
			.resideInAPackage("io.callmeter.call..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "jakarta.persistence..",
					"org.postgresql..", "io.callmeter.sql..")
			.check(SERVICE);
	}

	@Test
	void transactionsBeginWhereTheyTakeAPermitOfTheBulkhead() {
		noClasses().that()
			.doNotHaveFullyQualifiedName("io.callmeter.tenant.TenantTransactions")
			.and()
			.doNotHaveFullyQualifiedName("io.callmeter.kpi.Snapshot")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(TransactionOperations.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(PlatformTransactionManager.class)
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Transactional.class)
			.because("whoever asks for much must leave connections to others")
			.check(SERVICE);
	}

	@Test
	void typesAreNamedForWhatTheyAre() {
		ArchRule plain = noClasses().should().haveNameMatching(".*(Impl|Utils?|Manager|Helper)");

		plain.check(SERVICE);
		plain.check(TESTS);
	}

	/// A class file too new for the reader would be left out, and every rule would hold
	/// for it.
	@Test
	void everyClassFileIsRead() throws IOException, URISyntaxException {
		Path root = Path.of(CallmeterApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		try (var files = Files.walk(root)) {
			long compiled = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".class") && !name.equals("package-info.class"))
				.count();
			assertThat(SERVICE.stream().filter((type) -> !type.getSimpleName().equals("package-info")).count())
				.isEqualTo(compiled);
		}
	}

}
