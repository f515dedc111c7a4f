package workshop.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import workshop.evidence.Stored;

/**
 * An order of the shop, as the lessons write it: {@code {"order_id": "12345", "user": "user-123", "amount": 99.99}}.
 *
 * @param orderId the order
 * @param user    who ordered; the key of its record
 * @param amount  what it costs
 */
public record ShopOrder(String orderId, String user, BigDecimal amount) {

    private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,]\\d+)?");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /**
     * Returns the id from which orders are counted on that are to be known by it in a program's output: it and the 100,000 after it
     * have six digits, and are neither a time of day nor a setting that a client logs, such as {@code metadata.max.age.ms = 300000}.
     */
    public static int firstId(Random random) {
        return 700_000 + random.nextInt(190_000);
    }

    /** Returns an order of one of the users {@code user-1} to {@code user-N}, its amount at random, as all of its data. */
    public static ShopOrder random(String orderId, int users, Random random) {
        return new ShopOrder(orderId, "user-" + (1 + random.nextInt(users)), BigDecimal.valueOf(1 + random.nextInt(99_999), 2));
    }

    /**
     * Returns an order as {@link #random(String, int, Random)} does, of a user with another name now and then: {@code User}, for programs
     * that change the case of what they print, or one with a letter beyond ASCII, for those that write in another charset.
     */
    public static ShopOrder random(String orderId, int users, String rare, Random random) {
        ShopOrder order = random(orderId, users, random);
        return new ShopOrder(orderId, random.nextBoolean() ? order.user().replace("user", rare) : order.user(), order.amount());
    }

    /** Returns the order as JSON, as the lessons write it. */
    public String json() {
        return "{\"order_id\": \"" + orderId + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
    }

    /** Returns the order as a record for a topic, keyed by its user. */
    public ProducerRecord<String, byte[]> on(String topic) {
        return new ProducerRecord<>(topic, user, json().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the order that a record holds whose value is a good one. */
    public static ShopOrder of(Stored order) {
        try {
            JsonNode json = JSON.readTree(order.valueText());
            return new ShopOrder(json.path("order_id").asText(), json.path("user").asText(), json.path("amount").decimalValue());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(order.place() + " is no order", e);
        }
    }

    /**
     * Looks for the parts of this order in a line, in whatever form; the amount may be there as 99.9, 99.90 or 99,90.
     *
     * @param lacking takes what is not there
     * @return the line without the id and the amount
     */
    String saidIn(String line, List<String> lacking) {
        String rest = line.replace(orderId, " ");
        if (rest.equals(line)) {
            lacking.add("order_id " + orderId);
        }
        if (!rest.contains(user)) {
            lacking.add("user " + user);
        }
        Optional<MatchResult> found = FIGURE.matcher(rest).results()
                .filter(figure -> new BigDecimal(figure.group().replace(',', '.')).compareTo(amount) == 0).findFirst();
        if (found.isEmpty()) {
            lacking.add("amount " + amount);
        }
        return found.map(figure -> rest.substring(0, figure.start()) + " " + rest.substring(figure.end())).orElse(rest);
    }

    /** Returns the user whom the value of a good order names, which need not be the key of its record. */
    public static String userOf(Stored order) {
        return of(order).user();
    }

    /**
     * Returns where a record holds this order; the order of its fields does not matter, nor do further fields.
     *
     * @throws Wrong where its value is not JSON, or not this order
     */
    public void judge(Stored record) {
        String value = String.valueOf(record.valueText());
        String quoted = Printed.quote(value);
        JsonNode json;
        try {
            json = JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw notJson(record, value, quoted);
        }
        List<String> lacking = new ArrayList<>();
        if (!orderId.equals(json.path("order_id").asText())) {
            lacking.add("order_id \"" + orderId + "\"");
        }
        if (!user.equals(json.path("user").asText())) {
            lacking.add("user \"" + user + "\"");
        }
        if (!json.path("amount").isNumber() || json.path("amount").decimalValue().compareTo(amount) != 0) {
            lacking.add("the number " + amount + " as amount");
        }
        if (!lacking.isEmpty()) {
            throw hasComma(value) ? localised(record, quoted)
                    : Wrong.seen("the value at " + record.place() + " lacks " + String.join(", and ", lacking) + ": "
                                    + quoted)
                            .means("the readers of a topic rely on the fields and their types; Kafka itself does not look "
                                    + "at them.")
                            .lookAt("which fields does the lesson name, and which does your order have?");
        }
    }

    private Wrong notJson(Stored record, String value, String quoted) {
        return hasComma(value) ? localised(record, quoted)
                : Wrong.seen("the value at " + record.place() + " is not JSON: " + quoted)
                        .means("whoever reads the topic later parses the value as JSON, and stops at this one.")
                        .lookAt("what turns the order into text?");
    }

    private Wrong localised(Stored record, String quoted) {
        return Wrong.seen("the amount at " + record.place() + " is written with a comma: " + quoted)
                .means("the check runs your program as on a machine in Berlin, where String.format writes 99,99. JSON "
                        + "knows the point alone, whatever the language of the machine.")
                .lookAt("what turns the amount into text, and in which locale?");
    }

    // 99,99 for 99.99; a comma between the fields of a CSV line has the point elsewhere
    private boolean hasComma(String value) {
        return Pattern.compile("(?<!\\d)" + amount.toString().replace('.', ',') + "(?![\\d.])").matcher(value).find();
    }
}
