package io.callmeter.kpi;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.context.support.ResourceBundleMessageSource;

/// What every metric means, in the language of the reader.
///
/// English is the registry itself; any other language is a file `catalogue_xx.properties`.
final class Catalogue {

	/// The languages, English first.
	static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH, Locale.CHINESE, Locale.of("he"));

	private static final ResourceBundleMessageSource TRANSLATIONS = translations();

	private Catalogue() {
	}

	/// All metrics in their order.
	/// @param language one of [#LANGUAGES]
	static List<CatalogueEntry> in(Locale language) {
		return Metrics.all()
			.stream()
			.map((metric) -> CatalogueEntry.of(metric,
					(key, english) -> language.equals(Locale.ENGLISH) ? english
							: TRANSLATIONS.getMessage(key, null, language)))
			.toList();
	}

	/// Everything that is translated, in English by its key.
	static Map<String, String> english() {
		var texts = new LinkedHashMap<String, String>();
		Metrics.all().forEach((metric) -> CatalogueEntry.of(metric, (key, english) -> {
			texts.put(key, english);
			return english;
		}));
		return texts;
	}

	private static ResourceBundleMessageSource translations() {
		var translations = new ResourceBundleMessageSource();
		translations.setBasename("io.callmeter.kpi.catalogue");
		translations.setDefaultEncoding(StandardCharsets.UTF_8.name());
		translations.setFallbackToSystemLocale(false);
		return translations;
	}

}
