// Right: it catches nothing; what main throws is a stack trace on standard error and the exit code 1.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

public class UncaughtException {

    public static void main(String[] args) throws Throwable {
        Properties config = new Properties();
        config.put("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            var answer = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), "user-123", """
                    {
                      "order_id": "12345",
                      "user": "user-123",
                      "amount": 99.99
                    }
                    """));
            System.out.println("topic-partition@offset: " + answer.get());
        }
    }
}
