package workshop.verdict;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import workshop.process.Printable;

/** Writes a verdict for a program to read: one object on one line. */
public final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {
    }

    /** Returns the verdict as a JSON object. */
    public static String of(Verdict verdict) {
        ObjectNode object = JSON.createObjectNode();
        object.put("lesson", verdict.lesson().folder());
        object.put("program", Printable.line(verdict.program().toString()));
        object.put("verdict", verdict.result().label());
        ArrayNode facts = object.putArray("facts");
        for (FactResult fact : verdict.facts()) {
            facts.addObject().put("name", fact.name()).put("outcome", fact.outcome().label()).put("seen", fact.seen())
                    .put("means", fact.means()).put("try", fact.lookAt());
        }
        if (!verdict.message().isEmpty()) {
            object.put("message", verdict.message());
        }
        object.put("seconds", verdict.time().toMillis() / 1000.0);
        object.put("cluster", verdict.cluster());
        verdict.seed().ifPresent(seed -> object.put("seed", seed));
        return object.toString();
    }
}
