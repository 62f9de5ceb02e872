import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveBigIntegerField(default=0)),
                ('last_hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True)),
                ('action', models.CharField(choices=[('hide', 'Hidden'), ('restore', 'Restored'), ('dismiss', 'Report dismissed')], max_length=10)),
                ('kind', models.CharField(max_length=30)),
                ('target_id', models.BigIntegerField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('clause_key', models.CharField(blank=True, max_length=120)),
                ('clause_labels', models.JSONField(default=dict)),
                ('clause_url', models.CharField(blank=True, max_length=300)),
                ('role', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'moderation decision',
                'verbose_name_plural': 'moderation decisions',
                'indexes': [models.Index(fields=['target_type', 'target_id', '-number'], name='decision_target')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=30)),
                ('target_id', models.BigIntegerField(editable=False)),
                ('category', models.CharField(choices=[('disrespect', 'Disrespectful or hurtful to somebody'), ('harassment', 'Harassment or discrimination'), ('private', 'Reveals personal or confidential information'), ('false', 'Factually wrong in a way that can do harm'), ('unlawful', "Against the law or somebody's rights"), ('off_topic', 'Out of place: advertising, repeated, off topic'), ('other', 'Something else')], max_length=20, verbose_name='what is the matter?')),
                ('words', models.TextField(max_length=2000, verbose_name='in your words')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decision', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='moderation.decision')),
                ('reporter', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target_type', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
            ],
            options={
                'verbose_name': 'report',
                'verbose_name_plural': 'reports',
                'permissions': [('moderate', 'Can decide about reported contributions')],
                'indexes': [models.Index(fields=['reporter', 'at'], name='report_reporter'), models.Index(condition=models.Q(('decision', None)), fields=['target_type', 'target_id', 'at'], name='report_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', None)), fields=('target_type', 'target_id', 'reporter'), name='one_open_report')],
            },
        ),
    ]
