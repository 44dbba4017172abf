package io.callmeter.reference;

import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/queues", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Queues", description = "Queues by code; a call that names a code makes its queue.")
class QueueController extends NamedController<Queue> {

	QueueController(Queues queues) {
		super(Kind.QUEUE, queues);
	}

}
