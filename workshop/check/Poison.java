package workshop.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/** What makes an order one that cannot be billed, however often a program tries. */
public enum Poison {
    /** Its value is text, and no JSON. */
    NOT_JSON("is no JSON"),
    /** Its value is JSON, and lacks one of the three fields. */
    FIELD_MISSING("lacks a field"),
    /** Its value is no text: bytes that are not UTF-8, so that a strict deserializer refuses them. */
    NOT_TEXT("is no UTF-8 text"),
    /** It is a whole order, and so large that the topic for invoices refuses its invoice, which has it in it. */
    TOO_LARGE("is an order whose invoice is larger than the topic for invoices takes"),
    /** It has no value at all. */
    NO_VALUE("has no value");

    /**
     * The setting, name and value, of a topic for invoices that takes each invoice but those for orders that are too
     * large.
     */
    public static final List<String> INVOICE_LIMIT = List.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "100000");

    // what is to become a dead letter byte for byte has bytes beyond ASCII now and then
    private static final String RARE = "Zoë";
    // letters at random, of which a codec leaves more than half: still too large
    private static final int LARGE = 300_000;
    private static final List<String> FIELDS = List.of("order_id", "user", "amount");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String words;

    Poison(String words) {
        this.words = words;
    }

    /** Returns what is wrong, in words that continue a sentence about an order: {@code is no JSON}. */
    public String words() {
        return words;
    }

    /** Returns an order of one of so many users, at random, to be spoilt in this way. */
    public ShopOrder order(String orderId, int users, Random random) {
        return ShopOrder.random(orderId, users, RARE, random);
    }

    /** Returns what becomes of an order's value when it is spoilt in this way, null where none is left; no two values are the same. */
    public byte[] spoil(ShopOrder order, Random random) {
        String json = order.json();
        return switch (this) {
            case NOT_JSON -> bytes(random.nextBoolean() ? json.substring(0, json.length() - 1)
                    : "order " + order.orderId() + " of " + order.user() + ", " + order.amount());
            case FIELD_MISSING -> bytes(json.replaceFirst("\"" + FIELDS.get(random.nextInt(FIELDS.size()))
                    + "\": [^,}]+(, )?", "").replace(", }", "}"));
            case NOT_TEXT -> binary(random);
            case NO_VALUE -> null;
            case TOO_LARGE -> bytes(json.replace("}", ", \"note\": \"" + letters(random) + "\"}"));
        };
    }

    /** Returns what is wrong with the value of an order, or nothing where it can be billed. */
    public static Optional<Poison> of(byte[] value) {
        if (value == null) {
            return Optional.of(NO_VALUE);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            JsonNode json = JSON.readTree(new String(value, StandardCharsets.UTF_8));
            if (!FIELDS.stream().allMatch(json::has)) {
                return Optional.of(FIELD_MISSING);
            }
            return value.length >= LARGE ? Optional.of(TOO_LARGE) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.of(NOT_TEXT);
        } catch (JsonProcessingException e) {
            return Optional.of(NOT_JSON);
        }
    }

    /** Returns all kinds of orders that have a value so many times each. */
    public static Stream<Poison> each(int times) {
        return Stream.of(values()).filter(kind -> kind != NO_VALUE).flatMap(kind -> Stream.generate(() -> kind).limit(times));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // begins as what a schema registry's serializer writes; no character of UTF-8 begins with 0xFF
    private static byte[] binary(Random random) {
        byte[] bytes = new byte[40];
        random.nextBytes(bytes);
        bytes[0] = 0;
        bytes[5 + random.nextInt(30)] = (byte) 0xFF;
        return bytes;
    }

    private static String letters(Random random) {
        return random.ints('A', 'z' + 1).filter(Character::isLetter).limit(LARGE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
