package io.callmeter.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import org.springframework.stereotype.Component;

/// Everything in the order in which people need it, whatever the order in which classes are found: first what is asked every
/// day, then how calls come in, then what they refer to, and last what administrators do.
@Component
class DocumentOrder implements GlobalOpenApiCustomizer {

	private static final List<String> TAGS = List.of("KPIs", "Calls", "Imports", "Queues", "Agents", "Campaigns",
			"Numbers", "Dispositions", "Calendars", "Targets", "Privacy", "Access", "Retention", "Rollups");

	@Override
	public void customise(OpenAPI api) {
		api.setTags(api.getTags()
			.stream()
			.sorted(Comparator.comparingInt((Tag tag) -> place(tag.getName())).thenComparing(Tag::getName))
			.toList());
		var paths = new Paths();
		api.getPaths()
			.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((Map.Entry<String, PathItem> path) -> place(path.getValue()))
				.thenComparing(Map.Entry.comparingByKey()))
			.forEach((path) -> paths.addPathItem(path.getKey(), path.getValue()));
		api.setPaths(paths);
	}

	private static int place(PathItem path) {
		return path.readOperations()
			.stream()
			.mapToInt((operation) -> place(operation.getTags().getFirst()))
			.min()
			.orElseThrow();
	}

	/// A tag that is not in the list comes last.
	private static int place(String tag) {
		int place = TAGS.indexOf(tag);
		return (place >= 0) ? place : TAGS.size();
	}

}
