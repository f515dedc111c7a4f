// Caught by fact 5, which says: as the second argument of the callback
// The callback is there, and looks at its first argument alone. When the broker refuses the order, the second one holds
// the reason, and nobody reads it.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class CallbackIgnored {

    public static void main(String[] args) {
        Properties config = new Properties();
        config.setProperty("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        config.setProperty("key.serializer", StringSerializer.class.getName());
        config.setProperty("value.serializer", StringSerializer.class.getName());
        config.setProperty("acks", "all");

        String order = "{\"order_id\":\"12345\",\"user\":\"user-123\",\"amount\":99.99}";
        KafkaProducer<String, String> producer = new KafkaProducer<>(config);
        producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", order), (place, exception) ->
                System.out.printf("stored on %s, partition %d, offset %d%n",
                        place.topic(), place.partition(), place.offset()));
        producer.flush();
        producer.close();
    }
}
