///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends one order to the shop's topic and says where it went. */
public class FirstProducer {

    static final String BOOTSTRAP_SERVERS = System.getenv().getOrDefault("KAFKA_BOOTSTRAP_SERVERS",
            "localhost:9092,localhost:9093,localhost:9094");
    static final String TOPIC = System.getenv().getOrDefault("TOPIC", "orders");

    public static void main(String[] args) throws InterruptedException {
        Properties config = new Properties();
        // all the brokers of the list: any one of them tells the client about the others, and one may be down
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, BOOTSTRAP_SERVERS);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        // a confirmation counts when all in-sync replicas have the record; it is the default, and worth saying
        config.put(ProducerConfig.ACKS_CONFIG, "all");

        // the key decides on the partition: all orders of one user stay in order
        ProducerRecord<String, String> order = new ProducerRecord<>(TOPIC, "user-123",
                json("12345", "user-123", "99.99"));

        // try-with-resources closes the producer whatever happens, and close() sends what is still in its buffer
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(config)) {
            // send() only puts the record into a buffer; get() waits for the answer of the brokers
            RecordMetadata stored = producer.send(order).get();
            System.out.printf("stored: topic %s, partition %d, offset %d%n", stored.topic(), stored.partition(),
                    stored.offset());
        } catch (ExecutionException | KafkaException e) {
            // what the brokers say against a record arrives as the cause of an ExecutionException; what is wrong with the
            // producer itself, such as an address that nobody knows, is a KafkaException
            Throwable reason = e instanceof ExecutionException ? e.getCause() : e;
            System.err.println("not stored: " + reason.getMessage());
            // the producer is closed by now, as a resource goes before the catch: System.exit() within the block would leave it open.
            // whoever started this program learns from the exit code that the order was not taken
            System.exit(1);
        }
    }

    /** The shop's JSON. The amount is text here, so that no language of the machine puts a comma into it. */
    static String json(String orderId, String user, String amount) {
        return "{\"order_id\": \"" + orderId + "\", \"user\": \"" + user + "\", \"amount\": " + amount + "}";
    }
}
