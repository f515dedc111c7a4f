package workshop.evidence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/** What somebody has altered in brokers that run: their dynamic configs, and quotas of clients. */
final class Alterations {

    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");
    private static final DescribeConfigsOptions WITH_SYNONYMS = new DescribeConfigsOptions().includeSynonyms(true);
    private static final String ASKED = "tell its brokers' settings";

    private final Admin admin;
    private final List<ConfigResource> brokers;

    Alterations(Admin admin, Collection<Integer> brokers) {
        this.admin = admin;
        this.brokers = brokers.stream().map(id -> new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(id))).toList();
    }

    /** Takes them back; every broker goes by what it was started with when this returns. */
    void takeBack() {
        Map<ClientQuotaEntity, Map<String, Double>> quotas = Answers.await(
                admin.describeClientQuotas(ClientQuotaFilter.all()).entities(), ASKED);
        if (!quotas.isEmpty()) {
            Answers.await(admin.alterClientQuotas(quotas.entrySet().stream().map(Alterations::without).toList()).all(),
                    "take back the quotas of clients");
        }
        // a broker's own value hides the one for all, so there may be more to take back
        Wait.until("the brokers to go by their settings", Answers.PATIENCE, () -> {
            Map<ConfigResource, Collection<AlterConfigOp>> altered = altered();
            if (!altered.isEmpty()) {
                Answers.await(admin.incrementalAlterConfigs(altered).all(), "take back its brokers' settings");
            }
            return altered.isEmpty();
        });
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> altered() {
        Map<ConfigResource, Collection<AlterConfigOp>> altered = new HashMap<>();
        // the same for all brokers, so each is noted once
        Map<String, AlterConfigOp> ofAll = new TreeMap<>();
        Answers.await(admin.describeConfigs(brokers, WITH_SYNONYMS).all(), ASKED).forEach((broker, config) -> {
            List<AlterConfigOp> own = new ArrayList<>();
            config.entries().stream().filter(Alterations::isAltered).forEach(entry -> {
                if (entry.source() == ConfigSource.DYNAMIC_BROKER_CONFIG) {
                    own.add(new AlterConfigOp(new ConfigEntry(entry.name(), ""), OpType.DELETE));
                } else {
                    // not deleted: the brokers need one of these, as min.insync.replicas where they keep eligible leader replicas
                    ofAll.put(entry.name(), new AlterConfigOp(new ConfigEntry(entry.name(), started(entry)), OpType.SET));
                }
            });
            if (!own.isEmpty()) {
                altered.put(broker, own);
            }
        });
        if (!ofAll.isEmpty()) {
            altered.put(ALL, ofAll.values());
        }
        return altered;
    }

    private static boolean isAltered(ConfigEntry entry) {
        return isDynamic(entry.source()) && !Objects.equals(entry.value(), started(entry));
    }

    private static boolean isDynamic(ConfigSource source) {
        return source == ConfigSource.DYNAMIC_BROKER_CONFIG || source == ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG;
    }

    // what the broker would go by, had nobody altered it
    private static String started(ConfigEntry entry) {
        return entry.synonyms().stream().filter(each -> !isDynamic(each.source())).map(ConfigEntry.ConfigSynonym::value)
                .filter(Objects::nonNull).findFirst().orElse("");
    }

    private static ClientQuotaAlteration without(Map.Entry<ClientQuotaEntity, Map<String, Double>> quota) {
        return new ClientQuotaAlteration(quota.getKey(),
                quota.getValue().keySet().stream().map(name -> new ClientQuotaAlteration.Op(name, null)).toList());
    }
}
