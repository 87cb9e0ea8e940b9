{{- define "segue.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Short enough that a stage's name still fits into the 63 characters of a label. */}}
{{- define "segue.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "segue.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "segue.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "segue.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: segue
{{ include "segue.selector" . }}
{{- end -}}

{{- define "segue.selector" -}}
app.kubernetes.io/name: {{ include "segue.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "segue.image" -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}

{{- define "segue.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "segue.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "segue.s3Secret" -}}
{{- if .Values.s3.existingSecret -}}
{{- .Values.s3.existingSecret -}}
{{- else if .Values.s3.accessKey -}}
{{- printf "%s-s3" (include "segue.fullname" .) -}}
{{- end -}}
{{- end -}}

{{- define "segue.postgresSecret" -}}
{{- if .Values.postgres.existingSecret -}}
{{- .Values.postgres.existingSecret -}}
{{- else if .Values.postgres.password -}}
{{- printf "%s-postgres" (include "segue.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/* Empty where the clients need no secret properties. */}}
{{- define "segue.kafkaSecret" -}}
{{- if .Values.kafka.existingSecret -}}
{{- .Values.kafka.existingSecret -}}
{{- else if .Values.kafka.secretProperties -}}
{{- printf "%s-kafka" (include "segue.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/*
Client properties of Kafka as a file: as environment variables their dots and dashes would be told apart no longer.
A backslash, as in a quoted password, is an escape in such files and so is doubled.
*/}}
{{- define "segue.kafkaProperties" -}}
{{- range $key, $value := . }}
segue.kafka.properties.{{ $key }}={{ $value | toString | replace "\\" "\\\\" }}
{{- end }}
{{- end -}}

{{/* Where the process finds them: Micronaut reads every file that this variable names. */}}
{{- define "segue.configFiles" -}}
{{- $files := list -}}
{{- if .Values.kafka.properties -}}{{- $files = append $files "/etc/segue/plain/kafka.properties" -}}{{- end -}}
{{- if include "segue.kafkaSecret" . -}}{{- $files = append $files "/etc/segue/secret/kafka.properties" -}}{{- end -}}
{{- join "," $files -}}
{{- end -}}
