package workshop.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Returns an order of one of the users {@code user-1} to {@code user-N}, its amount at random, as all of its data. */
    public static ShopOrder random(String orderId, int users, Random random) {
        return new ShopOrder(orderId, "user-" + (1 + random.nextInt(users)), BigDecimal.valueOf(1 + random.nextInt(99_999), 2));
    }

    /** Returns the order as JSON, as the lessons write it. */
    public String json() {
        return "{\"order_id\": \"" + orderId + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
    }

    /** Returns the order as a record for a topic, keyed by its user. */
    public ProducerRecord<String, byte[]> on(String topic) {
        return new ProducerRecord<>(topic, user, json().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the user whom the value of a good order names, which need not be the key of its record. */
    public static String userOf(Stored order) {
        try {
            return JSON.readTree(order.valueText()).path("user").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(order.place() + " is no order", e);
        }
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
