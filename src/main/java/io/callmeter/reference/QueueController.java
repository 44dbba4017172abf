package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.ServiceLevelPolicy;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/queues", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Queues", description = "Manage queues. The first call with a new code creates its queue.")
class QueueController extends ReferenceController<Queue, QueueEntry> {

	private final Codes codes;

	QueueController(Queues queues, Edits edits, Codes codes) {
		super(Kind.QUEUE, queues, edits);
		this.codes = codes;
	}

	@Override
	Queue make() {
		return new Queue();
	}

	@Override
	void fill(Tenant tenant, Queue row, String code, QueueEntry entry) {
		String calendar = entry.calendar();
		if (calendar != null && !this.codes.isCalendar(tenant.id(), calendar)) {
			throw RequestProblem.invalid("calendar", calendar, "Unknown calendar '" + calendar
					+ "'. Create it with PUT /v1/calendars first, or send null for the calendar 'default'.");
		}
		row.set(entry);
	}

	@Override
	List<QueueEntry> shown(Tenant tenant, List<Queue> rows) {
		return rows.stream().map(Queue::entry).toList();
	}

	@Override
	public QueueEntry example() {
		return new QueueEntry("sales", "Sales", true, "Europe/London", null,
				List.of(new QueueEntry.Setting(LocalDate.of(2026, 1, 1), BigDecimal.valueOf(20), BigDecimal.valueOf(5),
						ServiceLevelPolicy.ABANDONS_IGNORED)));
	}

}
