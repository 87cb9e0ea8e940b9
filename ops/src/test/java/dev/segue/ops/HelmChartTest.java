package dev.segue.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.segue.contract.TopicCatalogue;
import dev.segue.stage.KafkaSettings;
import dev.segue.storage.Buckets;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart rendered by Helm and held against Kubernetes' own model. It was never applied to a cluster here. */
class HelmChartTest {
    private static final String EVERYTHING = """
            imagePullSecrets: [{ name: registry }]
            kafka:
              bootstrapServers: kafka-0:9093,kafka-1:9093
              properties: { security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512 }
              secretProperties:
                sasl.jaas.config: 'org.example.Login required username="segue" password="a\\"b";'
            s3: { endpoint: "http://minio:9000", accessKey: AK, secretKey: SK }
            postgres: { password: secret }
            env: { SEGUE_RETRY_ATTEMPTS: 5 }
            stages:
              encoder:
                replicas: 5
                env: { SEGUE_ENCODER_SLOTS: 8 }
                nodeSelector: { pool: cpu }
                tolerations: [{ key: cpu, operator: Exists, effect: NoSchedule }]
                podAnnotations: { team: media }
                podLabels: { tier: batch }
            ingress:
              enabled: true
              className: nginx
              annotations: { a: b }
              tls: [{ secretName: tls, hosts: [upload.example.com] }]
            service: { annotations: { c: d } }
            serviceAccount: { annotations: { e: f } }
            metrics: { podMonitor: { enabled: true, labels: { release: prometheus } } }
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void skipWhereHelmDoesNotRun() {
        Optional<String> missing = HelmChart.missing();
        String why = "HelmChartTest is skipped: Helm's native library does not load here: " + missing.orElse("");
        if (missing.isPresent()) {
            System.err.println(why); // the build does not print the reason of an assumption
        }
        assumeTrue(missing.isEmpty(), why);
    }

    @Test
    void passesHelmsOwnLinterInItsStrictestSetting() {
        LintResult result = new Helm(HelmChart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @Test
    void runsEveryStageOfTheCatalogueAndNoOther() {
        // The dispatcher and the measuring of quality are parts of the encoder's module; "cms" and "any" are outside.
        Set<String> catalogue = TopicCatalogue.builtIn().topics().stream()
                .flatMap(t -> Stream.concat(Stream.of(t.writer()), t.readers().keySet().stream()))
                .map(s -> Set.of("dispatcher", "quality").contains(s) ? "encoder" : s)
                .filter(s -> !Set.of("cms", "any").contains(s))
                .collect(Collectors.toCollection(TreeSet::new));

        List<Deployment> deployments = of(Deployment.class, HelmChart.render("ops: { enabled: false }"));

        assertThat(deployments)
                .extracting(d -> d.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(
                        catalogue.stream().map(s -> "vod-segue-" + s).toList())
                .hasSize(7);
        for (Deployment deployment : deployments) {
            String stage = deployment.getMetadata().getLabels().get("app.kubernetes.io/component");
            assertThat(container(deployment).getArgs()).containsExactly("stage", stage);
        }
    }

    @Test
    void hasNoFieldThatKubernetesDoesNotKnow() {
        for (String values : List.of("", EVERYTHING)) {
            assertThat(HelmChart.render(values).stream().flatMap(r -> HelmChart.unknownFields(r).stream()))
                    .isEmpty();
        }
    }

    @Test
    void makesAPodMonitorOnlyWhenAskedTo() {
        assertThat(HelmChart.render("")).noneMatch(r -> r.getKind().equals("PodMonitor"));
        assertThat(HelmChart.render(EVERYTHING)).anyMatch(r -> r.getKind().equals("PodMonitor"));
    }

    @Test
    void runsOneProcessOfOperationsThatListensToThePodsNetwork() {
        Deployment ops = of(Deployment.class, HelmChart.render("")).stream()
                .filter(d -> d.getMetadata().getName().equals("vod-segue-ops"))
                .findFirst()
                .orElseThrow();

        assertThat(ops.getSpec().getReplicas()).isEqualTo(1);
        assertThat(container(ops).getArgs()).containsExactly("ops");
        assertThat(container(ops).getEnv()).contains(new EnvVar("SEGUE_OPS_HOST", "0.0.0.0", null));
    }

    @Test
    void letsNobodyIntoOperationsWhoWasNotNamed() {
        NetworkPolicy closed = of(NetworkPolicy.class, HelmChart.render("")).getFirst();
        assertThat(closed.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(closed.getSpec().getIngress()).isEmpty();
        assertThat(closed.getSpec().getPodSelector().getMatchLabels())
                .containsEntry("app.kubernetes.io/component", "ops");

        NetworkPolicy open = of(
                        NetworkPolicy.class,
                        HelmChart.render("ops: { networkPolicy: { from: [{ namespaceSelector: {} }] } }"))
                .getFirst();
        assertThat(open.getSpec().getIngress()).hasSize(1);
        assertThat(open.getSpec().getIngress().getFirst().getFrom()).hasSize(1);
    }

    @Test
    void bringsDashboardsAndAlertsAsTheyAreWhereTheyAreAskedFor() throws Exception {
        assertThat(HelmChart.render("")).noneMatch(r -> r.getKind().equals("PrometheusRule"));
        assertThat(of(ConfigMap.class, HelmChart.render("")))
                .noneMatch(c -> c.getMetadata().getName().endsWith("-dashboard"));

        List<HasMetadata> all = HelmChart.render("""
                metrics:
                  prometheusRule: { enabled: true, labels: { release: prom }, runbooks: "https://wiki.example.com/runbooks/" }
                  dashboards: { enabled: true, annotations: { grafana_folder: Segue } }
                """);

        List<ConfigMap> dashboards = of(ConfigMap.class, all).stream()
                .filter(c -> c.getMetadata().getName().endsWith("-dashboard"))
                .toList();
        assertThat(dashboards)
                .extracting(c -> c.getMetadata().getName())
                .containsExactlyInAnyOrder(
                        "vod-segue-pipeline-dashboard",
                        "vod-segue-stage-dashboard",
                        "vod-segue-dead-letters-dashboard",
                        "vod-segue-video-dashboard");
        for (ConfigMap dashboard : dashboards) {
            assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
            assertThat(dashboard.getMetadata().getAnnotations()).containsEntry("grafana_folder", "Segue");
            String file = dashboard.getData().keySet().iterator().next();
            assertThat(Serialization.jsonMapper().readTree(dashboard.getData().get(file)))
                    .isEqualTo(Serialization.jsonMapper()
                            .readTree(HelmChart.FOLDER
                                    .resolve("dashboards/" + file.replaceFirst("segue-", ""))
                                    .toFile()));
        }
        GenericKubernetesResource rule = (GenericKubernetesResource) all.stream()
                .filter(r -> r.getKind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.getMetadata().getLabels()).containsEntry("release", "prom");
        assertThat(Serialization.asYaml(rule.get("spec"))
                        .replace("https://wiki.example.com/runbooks/", "docs/runbooks/"))
                .isEqualTo(Serialization.asYaml(Serialization.yamlMapper()
                        .readValue(HelmChart.FOLDER.resolve("alerts/rules.yaml").toFile(), Object.class)));
        assertThat(Serialization.asYaml(rule.get("spec")))
                .contains("https://wiki.example.com/runbooks/lag.md#lag-is-high")
                .contains("{{ $labels.consumergroup }}");
    }

    @Test
    void wouldFindAMisspeltField() {
        HasMetadata planted = (HasMetadata) Serialization.unmarshal("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: planted }
                spec: { template: { spec: { containers: [ { name: a, imagePullPolcy: Always } ] } } }
                """);

        assertThat(HelmChart.unknownFields(planted))
                .containsExactly("Deployment planted/Spec/Template/Spec/Containers[0]/imagePullPolcy");
    }

    @Test
    void selectsTheStagesOwnPodsAndNoOthers() {
        List<HasMetadata> all = HelmChart.render(EVERYTHING);
        List<Deployment> deployments = of(Deployment.class, all);

        for (Deployment deployment : deployments) {
            assertThat(chosen(deployments, deployment.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(deployment);
        }
        assertThat(of(Service.class, all)).singleElement().satisfies(service -> {
            assertThat(chosen(deployments, service.getSpec().getSelector()))
                    .extracting(d -> d.getMetadata().getName())
                    .containsExactly("vod-segue-ingest");
            assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
                    .isEqualTo("http");
        });
        assertThat(of(PodDisruptionBudget.class, all))
                .hasSize((int) deployments.stream()
                        .filter(d -> d.getSpec().getReplicas() > 1)
                        .count())
                .allSatisfy(budget -> assertThat(chosen(
                                deployments, budget.getSpec().getSelector().getMatchLabels()))
                        .singleElement()
                        .satisfies(d -> assertThat(d.getSpec().getReplicas()).isGreaterThan(1)));
    }

    @Test
    void opensTheDoorForUploadsAndNothingElseToTheOutside() {
        assertThat(paths("")).isEmpty();
        assertThat(paths(EVERYTHING)).singleElement().satisfies(path -> {
            assertThat(path.getBackend().getService().getName()).isEqualTo("vod-segue-ingest");
            assertThat(path.getPath()).isEqualTo("/api/v1/uploads");
        });
        assertThat(paths("ingress: { enabled: true, hosts: [{ host: a.example.com, path: /films }] }"))
                .extracting(HTTPIngressPath::getPath)
                .containsExactly("/films");
    }

    @Test
    void givesEveryStageProbesLimitsAndAPlaceToWork() {
        for (Deployment deployment : of(Deployment.class, HelmChart.render(""))) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            Container container = container(deployment);
            assertThat(container.getPorts().getFirst().getContainerPort()).isEqualTo(8080);
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/liveness");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/readiness");
            assertThat(container.getStartupProbe().getHttpGet().getPort().getStrVal())
                    .isEqualTo("http");
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory", "ephemeral-storage");
            assertThat(container.getResources().getLimits()).containsKeys("memory", "ephemeral-storage");
            assertThat(pod.getVolumes()).extracting(Volume::getName).contains("scratch", "tmp");
            assertThat(pod.getVolumes())
                    .filteredOn(v -> v.getEmptyDir() != null)
                    .allSatisfy(v -> assertThat(v.getEmptyDir().getSizeLimit()).isNotNull());
        }
    }

    @Test
    void waitsLongerForAPodThanThePodDrains() {
        List<HasMetadata> rendered = HelmChart.render("{ stages: { encoder: { drainGraceSeconds: 600 } } }");
        for (Deployment deployment : of(Deployment.class, rendered)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            String stage = deployment.getMetadata().getLabels().get("app.kubernetes.io/component");
            long drain = stage.equals("encoder") ? 600 : 0;
            assertThat(container(deployment).getEnv())
                    .as(stage)
                    .contains(new EnvVar("SEGUE_STAGE_DRAIN_GRACE", "PT" + drain + "S", null));
            // Only the stage behind a Service sleeps first, for load balancers that still send.
            boolean sleeps = container(deployment).getLifecycle() != null;
            assertThat(sleeps).as(stage).isEqualTo(stage.equals("ingest"));
            assertThat(pod.getTerminationGracePeriodSeconds()).as(stage).isEqualTo(drain + 30 + (sleeps ? 5 : 0));
        }
    }

    @Test
    void takesTheNodeForTheHostSoThatTwoPodsOfOneNodeAreNotTwoHosts() {
        for (Deployment deployment : of(Deployment.class, HelmChart.render(""))) {
            assertThat(container(deployment).getEnv())
                    .filteredOn(e -> e.getName().equals("SEGUE_HOST_NAME"))
                    .singleElement()
                    .satisfies(e -> assertThat(e.getValueFrom().getFieldRef().getFieldPath())
                            .isEqualTo("spec.nodeName"));
        }
    }

    @Test
    void keepsStateOnlyWhereKafkaStreamsRuns() {
        Set<String> streams = TopicCatalogue.builtIn().topics().stream()
                .flatMap(t -> t.readers().entrySet().stream())
                .filter(e -> e.getValue().equals("streams"))
                .map(e -> e.getKey().equals("dispatcher") ? "encoder" : e.getKey())
                .collect(Collectors.toSet());

        assertThat(of(Deployment.class, HelmChart.render("")))
                .filteredOn(d -> container(d).getVolumeMounts().stream()
                        .map(VolumeMount::getMountPath)
                        .anyMatch("/state"::equals))
                .extracting(d -> d.getMetadata().getLabels().get("app.kubernetes.io/component"))
                .containsExactlyInAnyOrderElementsOf(streams);
    }

    @Test
    void runsNothingAsRootOrWithATokenOrOnAWritableRoot() {
        List<HasMetadata> all = HelmChart.render("");
        List<PodSpec> pods = Stream.concat(
                        of(Deployment.class, all).stream()
                                .map(d -> d.getSpec().getTemplate().getSpec()),
                        of(Job.class, all).stream()
                                .map(j -> j.getSpec().getTemplate().getSpec()))
                .toList();

        assertThat(pods).hasSize(9).allSatisfy(pod -> {
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            var context = pod.getContainers().getFirst().getSecurityContext();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        });
    }

    @Test
    void mountsOnlyWhatItDeclaresAndReadsOnlySecretsThatExist() {
        List<HasMetadata> all = HelmChart.render(EVERYTHING);
        Set<String> secrets = of(Secret.class, all).stream()
                .map(s -> s.getMetadata().getName())
                .collect(Collectors.toSet());

        for (Deployment deployment : of(Deployment.class, all)) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(container(deployment).getVolumeMounts())
                    .extracting(VolumeMount::getName)
                    .containsExactlyInAnyOrderElementsOf(
                            pod.getVolumes().stream().map(Volume::getName).toList());
            assertThat(container(deployment).getEnv())
                    .filteredOn(
                            e -> e.getValueFrom() != null && e.getValueFrom().getSecretKeyRef() != null)
                    .allSatisfy(e -> assertThat(secrets)
                            .contains(e.getValueFrom().getSecretKeyRef().getName()));
        }
    }

    @Test
    void tellsThePasswordOfPostgresToThePublisherAndToOperationsAlone() {
        assertThat(of(Deployment.class, HelmChart.render(EVERYTHING)))
                .filteredOn(d ->
                        container(d).getEnv().stream().map(EnvVar::getName).anyMatch("SEGUE_POSTGRES_PASSWORD"::equals))
                .extracting(d -> d.getMetadata().getName())
                .containsExactlyInAnyOrder("vod-segue-publisher", "vod-segue-ops");
    }

    @Test
    void bringsTheTopicsUpToDateBeforeAnyStageAndWithNothingThatComesLater() {
        List<HasMetadata> all = HelmChart.render(EVERYTHING);
        Job job = of(Job.class, all).getFirst();
        PodSpec pod = job.getSpec().getTemplate().getSpec();

        assertThat(job.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "pre-install,pre-upgrade");
        assertThat(pod.getContainers().getFirst().getArgs())
                .containsExactly("topics", "apply", "--replication-factor", "3");
        assertThat(pod.getServiceAccountName()).isNull();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getContainers().getFirst().getEnv())
                .filteredOn(e -> e.getName().equals("SEGUE_HEAP"))
                .extracting(EnvVar::getValue)
                .containsExactly("256m");
        assertThat(pod.getContainers().getFirst().getEnvFrom()).isEmpty();
        Set<String> hooks = of(Secret.class, all).stream()
                .filter(s -> s.getMetadata().getAnnotations() != null
                        && s.getMetadata().getAnnotations().containsKey("helm.sh/hook"))
                .map(s -> s.getMetadata().getName())
                .collect(Collectors.toSet());
        assertThat(pod.getVolumes())
                .filteredOn(v -> v.getSecret() != null)
                .extracting(v -> v.getSecret().getSecretName())
                .isNotEmpty()
                .allMatch(hooks::contains);
    }

    @Test
    void saysToTheStagesWhatTheirSettingsUnderstand() throws Exception {
        List<HasMetadata> all = HelmChart.render(EVERYTHING);
        Map<String, String> environment = of(ConfigMap.class, all).stream()
                .filter(c -> c.getMetadata().getName().equals("vod-segue"))
                .findFirst()
                .orElseThrow()
                .getData();
        assertThat(environment.get("MICRONAUT_CONFIG_FILES"))
                .isEqualTo("/etc/segue/plain/kafka.properties,/etc/segue/secret/kafka.properties");
        Path plain = Files.writeString(
                folder.resolve("plain.properties"),
                of(ConfigMap.class, all).stream()
                        .filter(c -> c.getMetadata().getName().equals("vod-segue-kafka"))
                        .findFirst()
                        .orElseThrow()
                        .getData()
                        .get("kafka.properties"));
        Path secret = Files.writeString(
                folder.resolve("secret.properties"),
                of(Secret.class, all).stream()
                        .filter(s -> s.getMetadata().getName().equals("vod-segue-kafka"))
                        .findFirst()
                        .orElseThrow()
                        .getStringData()
                        .get("kafka.properties"));

        System.setProperty("micronaut.config.files", plain + "," + secret);
        try (ApplicationContext context = ApplicationContext.builder()
                .propertySources(PropertySource.of(
                        "env", Map.copyOf(environment), PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE))
                .start()) {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            assertThat(kafka.bootstrapServers()).isEqualTo("kafka-0:9093,kafka-1:9093");
            assertThat(kafka.properties())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "security.protocol", "SASL_SSL",
                            "sasl.mechanism", "SCRAM-SHA-512",
                            "sasl.jaas.config", "org.example.Login required username=\"segue\" password=\"a\\\"b\";"));
            assertThat(context.getBean(Buckets.class)).isEqualTo(new Buckets("quarantine", "originals", "vod", "work"));
            assertThat(context.getProperty("segue.s3.endpoint", String.class)).contains("http://minio:9000");
            assertThat(context.getProperty("segue.s3.path-style", Boolean.class))
                    .contains(true);
            assertThat(context.getProperty("segue.postgres.url", String.class))
                    .contains("jdbc:postgresql://postgresql:5432/segue");
            assertThat(context.getProperty("segue.scratch.dir", String.class)).contains("/scratch");
            assertThat(context.getProperty("segue.streams.state-dir", String.class))
                    .contains("/state");
        } finally {
            System.clearProperty("micronaut.config.files");
        }
    }

    @Test
    void refusesValuesThatAreMisspeltOrOutOfBounds() {
        assertRefused("stages: { encoder: { replica: 3 } }", "replica");
        assertRefused("stages: { transcoder: { replicas: 3 } }", "transcoder");
        assertRefused("stages: { encoder: { replicas: -1 } }", "replicas");
        assertRefused("kafka: { bootstrapServers: kafka }", "bootstrapServers");
        assertRefused("env: { segue.encoder.slots: 3 }", "segue.encoder.slots");
        assertRefused("service: { type: Loadbalancer }", "type");
    }

    private static void assertRefused(String values, String named) {
        assertThatThrownBy(() -> HelmChart.render(values)).as(values).hasMessageContaining(named);
    }

    private static List<HTTPIngressPath> paths(String values) {
        return of(Ingress.class, HelmChart.render(values)).stream()
                .flatMap(ingress -> ingress.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .toList();
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static List<Deployment> chosen(List<Deployment> deployments, Map<String, String> selector) {
        return deployments.stream()
                .filter(d -> d.getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(selector.entrySet()))
                .toList();
    }

    private static <T> List<T> of(Class<T> kind, List<HasMetadata> all) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
