// Right: the value is an object until a serializer of the program's own makes bytes of it; the key is bytes already.
//JAVA 17+
//DEPS org.apache.kafka:kafka-clients:4.4.0
//DEPS org.slf4j:slf4j-nop:1.7.36

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

public class OwnSerializer {

    record Order(int id, String user, BigDecimal amount) {
    }

    public static class OrderSerializer implements Serializer<Order> {

        @Override
        public byte[] serialize(String topic, Order order) {
            return ("{\"order_id\":" + order.id() + ",\"user\":\"" + order.user() + "\",\"amount\":"
                    + order.amount().toPlainString() + "}").getBytes(UTF_8);
        }
    }

    public static void main(String[] args) throws InterruptedException {
        Order order = new Order(12345, "user-123", new BigDecimal("99.99"));
        KafkaProducer<byte[], Order> producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"),
                "acks", "all",
                "key.serializer", ByteArraySerializer.class.getName(),
                "value.serializer", OrderSerializer.class.getName()));
        int exitCode = 1;
        try {
            byte[] key = order.user().getBytes(UTF_8);
            var stored = producer.send(new ProducerRecord<>(System.getenv("TOPIC"), key, order)).get();
            System.out.printf("{\"topic\":\"%s\",\"partition\":%d,\"offset\":%d}%n", stored.topic(),
                    stored.partition(), stored.offset());
            exitCode = 0;
        } catch (ExecutionException e) {
            e.printStackTrace();
        } finally {
            producer.close();
            System.exit(exitCode);
        }
    }
}
